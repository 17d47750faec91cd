using System.Globalization;
using System.Text;

namespace Compiled.Jobs.Cliffs;

/// <summary>Makes inputs of lines of text, with a fixed seed.</summary>
internal static class CliffText
{
    private static readonly string[] s_cities = [.. Enumerable.Range(0, 100).Select(i => $"City{i:D2}")];

    /// <summary>Lines of about the wanted size in all.</summary>
    /// <param name="line">Makes a line of a row's values.</param>
    /// <param name="header">A first line; null for none.</param>
    public static CliffInput Lines(Func<CliffRow, string> line, string? header = null, int bytes = 8_000_000)
    {
        var random = new Random(1);
        var text = new MemoryStream();
        Add(text, header);
        int rows = 0;
        double sum = 0;
        while (text.Length < bytes)
        {
            var row = new CliffRow(rows, s_cities[random.Next(s_cities.Length)], 1_600_000_000_000 + (rows * 37L), random.Next(1, 100_000) / 100.0, random);
            Add(text, line(row));
            sum += row.Amount;
            rows++;
        }

        return new CliffInput(text.ToArray(), rows, new CliffAnswer(rows, sum));
    }

    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Add(MemoryStream text, string? line)
    {
        if (line is not null)
        {
            text.Write(Encoding.UTF8.GetBytes(line));
            text.WriteByte((byte)'\n');
        }
    }
}

/// <summary>The values that a line is made of.</summary>
internal sealed record CliffRow(int Number, string City, long Time, double Amount, Random Random);
