namespace Compiled.Jobs.Outputs;

/// <summary>A row to be written: one of each kind.</summary>
public readonly record struct OutputRow(DateTimeOffset Time, Utf8String City, long Count, double Total, bool Flag)
{
    /// <summary>Rows with times in order, texts of 4 to 20 bytes and amounts with two decimals.</summary>
    internal static OutputRow[] Make(int count)
    {
        var random = new Random(1);
        Utf8String[] cities = [.. Enumerable.Range(0, 1000).Select(i => new Utf8String("City" + new string('x', i % 15) + i))];
        var rows = new OutputRow[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = new OutputRow(
                DateTimeOffset.FromUnixTimeMilliseconds(1_600_000_000_000 + (i * 37L)), cities[random.Next(cities.Length)], random.NextInt64(10_000_000), random.Next(1, 10_000_000) / 100.0, i % 3 == 0);
        }

        return rows;
    }
}

/// <summary>Rows as they come.</summary>
[Pipeline]
public static partial class OutputRows
{
    [Query(OutputMode.Append)]
    static IStream<OutputRow> Passed(IStream<OutputRow> rows) => rows.Where(r => r.Count >= 0);
}
