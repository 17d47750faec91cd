using System.Runtime.InteropServices;
using Compiled.Jobs.Pipelines;

namespace Compiled.Jobs.Cliffs;

public readonly record struct LineTotal(Utf8String Line, long Count);

/// <summary>Lines of text counted.</summary>
[Pipeline]
public static partial class LineTotals
{
    [Query(OutputMode.Update)]
    static IStream<LineTotal> Totals([Text] IStream<Utf8String> lines) => lines.GroupBy(l => l).Select(g => new LineTotal(g.Key, g.Count()));
}

/// <summary>Number and length of keys.</summary>
internal static class KeyCliffs
{
    private const string Distinct = "distinct keys";
    private const string Huge = "distinct keys, huge";
    private const string Length = "bytes of a text key";

    public static IEnumerable<CliffCase> All()
    {
        string? before = null;
        for (int keys = 1; keys <= 10_000_000; keys *= 10)
        {
            int distinct = keys;
            yield return new CliffCase(Distinct, $"{distinct:N0}", before, () => Numbers(distinct), CountKeysAsync);
            before = $"{distinct:N0}";
        }

        yield return new CliffCase(Huge, "10,000,000", null, () => Numbers(10_000_000), CountKeysAsync) { IsHuge = true };
        yield return new CliffCase(Huge, "100,000,000", "10,000,000", () => Numbers(100_000_000), CountKeysAsync) { IsHuge = true };

        before = null;
        foreach (int length in (int[])[4, 8, 15, 16, 24, 31, 32, 48, 64, 100, 200])
        {
            yield return new CliffCase(Length, $"{length}", before, () => Keys(length), CountLinesAsync);
            before = $"{length}";
        }
    }

    private static CliffInput Numbers(int distinct)
    {
        int rows = Math.Max(1_000_000, Math.Min(distinct * 2, 100_000_000));
        var random = new Random(1);
        byte[] bytes = GC.AllocateUninitializedArray<byte>(rows * 16);
        Span<long> fields = MemoryMarshal.Cast<byte, long>(bytes.AsSpan());
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            fields[2 * row] = random.Next(distinct) * 0x1_0001L;
            fields[(2 * row) + 1] = row % 1000;
            sum += row % 1000;
        }

        return new CliffInput(bytes, rows, new CliffAnswer(rows, sum));
    }

    private static CliffInput Keys(int length)
    {
        string padding = new('k', length - 3);
        CliffInput lines = CliffText.Lines(row => padding + row.Random.Next(100, 1000).ToString(System.Globalization.CultureInfo.InvariantCulture), bytes: 400_000 * (length + 1));
        return lines with { Answer = new CliffAnswer(lines.Rows, 0) };
    }

    private static async Task<CliffAnswer> CountKeysAsync(Sources.ByteSource source)
    {
        long count = 0;
        double sum = 0;
        await KeyTotals.Read(values: source).Write(totals: Sink.ForEachBatch<KeyTotal>((groups, _) =>
        {
            foreach (KeyTotal group in groups)
            {
                count += group.Count;
                sum += group.Sum;
            }
        })).Trigger(Trigger.AvailableNow).RunAsync();
        return new CliffAnswer(count, sum);
    }

    private static async Task<CliffAnswer> CountLinesAsync(Sources.ByteSource source)
    {
        long count = 0;
        await LineTotals.Read(lines: source).Write(totals: Sink.ForEachBatch<LineTotal>((groups, _) => count += groups.Sum(group => group.Count))).Trigger(Trigger.AvailableNow).RunAsync();
        return new CliffAnswer(count, 0);
    }
}
