namespace Compiled.Jobs.Cliffs;

public readonly record struct Note(long Id, Utf8String City, [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset Time, double Amount, bool Flag, int Kind, Utf8String Text, Utf8String Code);

public readonly record struct NoteTotal(Utf8String City, long Count, double Sum);

/// <summary>JSON lines grouped by a text: two of eight members are read.</summary>
[Pipeline]
public static partial class NoteTotals
{
    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Totals([Json] IStream<Note> notes) => notes.GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));
}

/// <summary>Order of members, escapes, length of rows, size of batches.</summary>
internal static class JsonCliffs
{
    private const string Order = "order of members";
    private const string Escapes = "escapes";
    private const string Lengths = "length of a JSON row";
    private const string Batches = "rows a batch";

    public static IEnumerable<CliffCase> All()
    {
        yield return Case(Order, "as declared", null, row => Line(Members(row)));
        yield return Case(Order, "reversed", "as declared", row => Line(Members(row).Reverse()));
        yield return Case(Order, "two orders in turn", "as declared", row => Line(row.Number % 2 == 0 ? Members(row) : Members(row).Reverse()));
        yield return Case(Order, "eight orders in turn", "two orders in turn", row => Line(Rotated(row, row.Number % 8)));
        yield return Case(Order, "one row in 16 in another", "as declared", row => Line(row.Number % 16 == 5 ? Members(row).Reverse() : Members(row)));
        yield return Case(Order, "an order at random", "eight orders in turn", row => Line(Members(row).Select(member => (Member: member, Place: row.Random.Next())).OrderBy(pair => pair.Place).Select(pair => pair.Member)));
        yield return Case(Order, "members missing at random", "eight orders in turn", row => Line(Members(row).Where((_, number) => number is 1 or 3 || row.Random.Next(4) > 0))) with { IsByByte = true };
        yield return Case(Order, "both at random", "an order at random", row => Line(Members(row).Where((_, number) => number is 1 or 3 || row.Random.Next(4) > 0).OrderBy(_ => row.Random.Next()))) with { IsByByte = true };
        yield return Case(Order, "members and values of any kind at random", "both at random", row => Line(Members(row).Concat(Others(row)).Where((_, number) => number is 1 or 3 || row.Random.Next(4) > 0).OrderBy(_ => row.Random.Next()))) with { IsByByte = true };

        yield return Case(Escapes, "none", null, row => Line(Members(row)));
        yield return Case(Escapes, "in an unread text", "none", row => Line(Members(row, text: "one \\\"word\\\" quoted")));
        yield return Case(Escapes, "in the key", "none", row => Line(Members(row, city: row.City.Replace("C", "\\u0043", StringComparison.Ordinal))));
        yield return Case(Escapes, "in the key of one row in 16", "none", row => Line(Members(row, city: row.Number % 16 == 5 ? row.City.Replace("C", "\\u0043", StringComparison.Ordinal) : row.City)));

        string? before = null;
        foreach (int extra in (int[])[0, 100, 300, 1_000, 3_000, 10_000, 20_000])
        {
            string padding = new('x', extra);
            yield return Case(Lengths, $"{150 + extra} B", before, row => Line(Members(row, text: padding))) with { IsByByte = true };
            before = $"{150 + extra} B";
        }

        before = null;
        foreach (int batch in (int[])[4_096, 65_536, 512, 64, 8, 1])
        {
            yield return new CliffCase(Batches, $"{batch}", before, () => CliffText.Lines(row => Line(Members(row))), source => RunAsync(source, batch));
            before = batch == 65_536 ? "4096" : $"{batch}";
        }
    }

    private static CliffCase Case(string topic, string name, string? neighbour, Func<CliffRow, string> line) =>
        new(topic, name, neighbour, () => CliffText.Lines(line), source => RunAsync(source, 4096));

    private static async Task<CliffAnswer> RunAsync(Sources.ByteSource source, int batch)
    {
        long count = 0;
        double sum = 0;
        await NoteTotals.Read(notes: source).Write(totals: Sink.ForEachBatch<NoteTotal>((groups, _) =>
        {
            foreach (NoteTotal group in groups)
            {
                count += group.Count;
                sum += group.Sum;
            }
        })).BatchRows(batch).Trigger(Trigger.AvailableNow).RunAsync();
        return new CliffAnswer(count, sum);
    }

    private static string Line(IEnumerable<string> members) => "{" + string.Join(',', members) + "}";

    private static IEnumerable<string> Rotated(CliffRow row, int by)
    {
        string[] members = Members(row);
        return members.Skip(by).Concat(members.Take(by));
    }

    private static IEnumerable<string> Others(CliffRow row) =>
        [$"\"Place\":{{\"Lat\":{row.Number % 90},\"Lon\":{row.Number % 180}}}", $"\"Tags\":[\"a{row.Number % 7}\",\"b\"]", "\"Nothing\":null", $"\"ANameOfMoreThanThirtyTwoBytesInAllRows\":{row.Number % 10}"];

    private static string[] Members(CliffRow row, string? city = null, string text = "one word quoted") =>
    [
        $"\"Id\":{row.Number}", $"\"City\":\"{city ?? row.City}\"", $"\"Time\":{row.Time}", $"\"Amount\":{CliffText.Number(row.Amount)}",
        $"\"Flag\":{(row.Number % 3 == 0 ? "true" : "false")}", $"\"Kind\":{row.Number % 17}", $"\"Text\":\"{text}\"", $"\"Code\":\"C{row.Number % 9973}\"",
    ];
}
