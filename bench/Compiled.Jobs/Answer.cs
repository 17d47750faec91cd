using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Compiled.Jobs;

/// <summary>The final answer of a run, in memory. It is turned into text and hashed outside the timed part.</summary>
/// <param name="lines">The rows as text, fields joined by commas, in any order.</param>
internal sealed class Answer(IEnumerable<string> lines)
{
    /// <summary>The lines, sorted by bytes, each ended by a line feed.</summary>
    public string Text()
    {
        string[] sorted = [.. lines];
        Array.Sort(sorted, string.CompareOrdinal);
        var text = new StringBuilder();
        foreach (string line in sorted)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>SHA-256 of a sorted text, in hexadecimal.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Window start (ms), city, count, sum.</summary>
    public static Answer Invoices(IEnumerable<(long Start, string City, long Count, double Total)> rows) =>
        new(rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Start},{r.City},{r.Count},{r.Total:F2}")));

    /// <summary>Window start (ms), broker, bought, sold, count.</summary>
    public static Answer Trades(IEnumerable<(long Start, string Broker, double Buy, double Sell, long Count)> rows) =>
        new(rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Start},{r.Broker},{r.Buy:F2},{r.Sell:F2},{r.Count}")));

    /// <summary>Window start (ms), campaign, count.</summary>
    public static Answer Ysb(IEnumerable<(long Start, long Campaign, long Count)> rows) =>
        new(rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Start},{r.Campaign},{r.Count}")));

    /// <summary>Number of keys, sum of counts, sum of sums.</summary>
    public static Answer Keys(long keys, long count, long sum) => new([string.Create(CultureInfo.InvariantCulture, $"{keys},{count},{sum}")]);

    /// <summary>Word, count.</summary>
    public static Answer Words(IEnumerable<(string Word, long Count)> rows) =>
        new(rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Word},{r.Count}")));

    /// <summary>City, a sum of money, a sum of whole numbers.</summary>
    public static Answer Projection(IEnumerable<(string City, double Money, long Whole)> rows) =>
        new(rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.City},{r.Money:F2},{r.Whole}")));
}
