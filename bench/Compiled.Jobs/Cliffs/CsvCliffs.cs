namespace Compiled.Jobs.Cliffs;

/// <summary>The same rows as CSV.</summary>
[Pipeline]
public static partial class CsvNoteTotals
{
    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Totals([Csv] IStream<Note> notes) => notes.GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));
}

/// <summary>Quoted fields, and rows around the 64 bytes that are cut in registers.</summary>
internal static class CsvCliffs
{
    private const string Quotes = "quoted CSV fields";
    private const string Lengths = "lengths of CSV rows";

    public static IEnumerable<CliffCase> All()
    {
        yield return Case("none", null, row => Line(row, row.City, "one word quoted"));
        yield return Case("one, unread", "none", row => Line(row, row.City, "\"one, quoted\""));
        yield return Case("the key", "none", row => Line(row, $"\"{row.City}\"", "one word quoted"));
        yield return Case("the key of one row in 16", "none", row => Line(row, row.Number % 16 == 5 ? $"\"{row.City}\"" : row.City, "one word quoted"));
        yield return Case("all", "the key", row => string.Join(',', Line(row, row.City, "one word quoted").Split(',').Select(field => $"\"{field}\"")));
        yield return Case("doubled quotes, unread", "one, unread", row => Line(row, row.City, "\"one \"\"word\"\" quoted\""));
        yield return Case("a line break, unread", "one, unread", row => Line(row, row.City, "\"one word\nquoted\""));
        yield return Case("short", null, row => Line(row, row.City, "x"), Lengths);
        yield return Case("one in 100 long", "short", row => Line(row, row.City, row.Number % 100 == 7 ? "a text that does not fit into the rest of 64 bytes" : "x"), Lengths);
        yield return Case("one key in 100 long", "short", row => Line(row, row.Number % 100 == 7 ? "Sixteen letters!" : row.City, "x"), Lengths);
        yield return Case("carriage returns in every other row", "short", row => Line(row, row.City, "x") + (row.Number % 2 == 0 ? "\r" : ""), Lengths);
    }

    private static CliffCase Case(string name, string? neighbour, Func<CliffRow, string> line, string topic = Quotes) =>
        new(topic, name, neighbour, () => CliffText.Lines(line, "Id,City,Time,Amount,Flag,Kind,Text,Code"), RunAsync);

    private static async Task<CliffAnswer> RunAsync(Sources.ByteSource source)
    {
        long count = 0;
        double sum = 0;
        await CsvNoteTotals.Read(notes: source).Write(totals: Sink.ForEachBatch<NoteTotal>((groups, _) =>
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
