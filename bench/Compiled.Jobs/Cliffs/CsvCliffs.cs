namespace Compiled.Jobs.Cliffs;

/// <summary>The same rows as CSV.</summary>
[Pipeline]
public static partial class CsvNoteTotals
{
    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Totals([Csv] IStream<Note> notes) => notes.GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));
}

public readonly record struct Visit(long Id, Utf8String City, double Amount, int Kind, Utf8String Text);

/// <summary>Rows of which four fields are read: short ones are cut in registers.</summary>
[Pipeline]
public static partial class VisitTotals
{
    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Totals([Csv] IStream<Visit> visits) => visits.Where(v => v.Id >= 0 && v.Kind >= 0).GroupBy(v => v.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(v => v.Amount)));
}

/// <summary>Quoted fields, and rows of many lengths.</summary>
internal static class CsvCliffs
{
    private const string Quotes = "quoted CSV fields";
    private const string Lengths = "length of a CSV row";

    public static IEnumerable<CliffCase> All()
    {
        yield return Case("none", null, row => Line(row, row.City, "one word quoted"));
        yield return Case("one, unread", "none", row => Line(row, row.City, "\"one, quoted\""));
        yield return Case("the key", "none", row => Line(row, $"\"{row.City}\"", "one word quoted"));
        yield return Case("the key of one row in 16", "none", row => Line(row, row.Number % 16 == 5 ? $"\"{row.City}\"" : row.City, "one word quoted"));
        yield return Case("all", "the key", row => string.Join(',', Line(row, row.City, "one word quoted").Split(',').Select(field => $"\"{field}\"")));
        yield return Case("doubled quotes, unread", "one, unread", row => Line(row, row.City, "\"one \"\"word\"\" quoted\""));
        yield return Case("a line break, unread", "one, unread", row => Line(row, row.City, "\"one word\nquoted\""));
        foreach (CliffCase each in OfLengths())
        {
            yield return each;
        }
    }

    /// <summary>Rows of 24 bytes beside rows of more than a vector.</summary>
    private static IEnumerable<CliffCase> OfLengths()
    {
        string padding = new('x', 60);
        yield return Visits("24 B", null, _ => "");
        yield return Visits("84 B", "24 B", _ => padding) with { IsByByte = true };
        yield return Visits("one row in 1000 of 84 B", "24 B", row => row.Number % 1000 == 500 ? padding : "");
        yield return Visits("one row in 50 of 84 B", "one row in 1000 of 84 B", row => row.Number % 50 == 25 ? padding : "");
        yield return Visits("every second row of 84 B", "one row in 50 of 84 B", row => row.Number % 2 == 0 ? padding : "") with { IsByByte = true };
        yield return Visits("24 to 84 B at random", "every second row of 84 B", row => padding[..row.Random.Next(61)]) with { IsByByte = true };
    }

    private static CliffCase Visits(string name, string? neighbour, Func<CliffRow, string> text) =>
        new(Lengths, name, neighbour, () => CliffText.Lines(row => $"{row.Number},{row.City},{CliffText.Number(row.Amount)},{row.Number % 17},{text(row)}", "Id,City,Amount,Kind,Text"), source => RunAsync(sink => VisitTotals.Read(visits: source).Write(totals: sink)));

    private static CliffCase Case(string name, string? neighbour, Func<CliffRow, string> line) =>
        new(Quotes, name, neighbour, () => CliffText.Lines(line, "Id,City,Time,Amount,Flag,Kind,Text,Code"), source => RunAsync(sink => CsvNoteTotals.Read(notes: source).Write(totals: sink)));

    private static async Task<CliffAnswer> RunAsync(Func<Sinks.StreamSink<NoteTotal>, JobBuilder> bind)
    {
        long count = 0;
        double sum = 0;
        await bind(Sink.ForEachBatch<NoteTotal>((groups, _) =>
        {
            foreach (NoteTotal group in groups)
            {
                count += group.Count;
                sum += group.Sum;
            }
        })).Trigger(Trigger.AvailableNow).RunAsync();
        return new CliffAnswer(count, sum);
    }

    private static string Line(CliffRow row, string city, string text) =>
        $"{row.Number},{city},{row.Time},{CliffText.Number(row.Amount)},{(row.Number % 3 == 0 ? "true" : "false")},{row.Number % 17},{text},C{row.Number % 9973}";
}
