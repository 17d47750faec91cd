using Compiled.Queries.Tests.Queries;
using Compiled.Queries.Tests.Running;

namespace Compiled.Queries.Tests;

public sealed class TickValueTests
{
    private static readonly Tick[][] Parts = TickTests.Make();
    private static readonly OddlyNamed[][] Names = [[.. Enumerable.Range(0, 37).Select(i => new OddlyNamed(i, 5, i / 4.0, i * 3, i % 7, 3))]];

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Values_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(TickValues), setting);
        MemorySink<TickSums> sums;
        MemorySink<Valued> valued;
        MemorySink<(int Id, double Twice, double Third)> chained;
        MemorySink<(double Price, long Volume, int Sign, ulong Unsigned)> choices;
        MemorySink<(int Part, double Value, double Behind)> parts;
        MemorySink<(int Key, long Count, long Distinct)> computedKeys;
        MemorySink<(byte Venue, DateTimeOffset Start, double Net, double Steady)> windows;
        MemorySink<(long Value, double Row)> named;
        MemorySink<double> united;
        await run.Run(TickValues
            .Read(ticks: run.Input("ticks", Parts), named: run.Input("named", Names), least: run.Parameter("least", 300_000_001), factor: run.Parameter("factor", 1.1))
            .Write(
                sums: sums = run.Output<TickSums>(), rows: valued = run.Output<Valued>(), chained: chained = run.Output<(int, double, double)>(),
                choices: choices = run.Output<(double, long, int, ulong)>(), parts: parts = run.Output<(int, double, double)>(),
                computedKeys: computedKeys = run.Output<(int, long, long)>(), windows: windows = run.Output<(byte, DateTimeOffset, double, double)>(),
                named: named = run.Output<(long, double)>(), united: united = run.Output<double>()));

        Tick[] rows = [.. Parts.SelectMany(p => p)];
        run.Expect(
            "Sums",
            rows.GroupBy(t => t.Id).Select(g => new TickSums(
                g.Key, g.Max(t => (t.Id * 100_000_007) - 1), g.Max(t => (t.Volume * 4_000_000_007L) + t.Id), g.Sum(t => (t.Price * t.Id) - 1),
                g.Sum(t => t.Id > 90 || t.Price < 40 ? t.Price / 4 : t.Bid), g.Min(t => (t.Bid * 0.1f) - t.Id))),
            sums.Rows);

        // Compared to the bit: vectors must round as C# does, and know a negative zero.
        Assert.Equal(
            rows.Select(t => new Valued(
                t.Id, (t.Id * 300_000_001L) + t.Volume, (t.Volume * 1.1) + t.Id, (t.Bid * 0.1f) + t.Id, -(t.Price * 0), (~t.Id & 0xFF) ^ (t.Id * 300_000_001))).Select(Bits).Order(),
            valued.Rows.Select(Bits).Order());
        run.Expect(
            "Chained",
            rows.Select(t => (t.Id, Net: (t.Price * t.Id) - 2)).Where(x => x.Net > 50 && x.Net != 1000).Select(x => (x.Id, x.Net * 2, (x.Net / 3) + (x.Net * 2))),
            chained.Rows);
        run.Expect(
            "Choices",
            rows.Select(t => (
                t.Id >= 100 ? t.Price : -t.Price, t.Bid < 50f && t.Id != 7 && t.Volume > 0 ? t.Volume : t.Id, t.Id == 10 || t.Bid >= 100 ? 1 : -1,
                t.Flags > 1000u ? t.Sequence : 15UL)),
            choices.Rows);
        run.Expect(
            "Parts",
            rows.SelectMany(t => Enumerable.Range(0, t.Venue).Where(p => p % 2 == 0), (t, p) => (p, (t.Price * 2) + 1, ((t.Price * 2) + 1) * t.Bid)),
            parts.Rows);
        run.Expect(
            "ComputedKeys",
            rows.GroupBy(t => (t.Id * 7) & 15).Select(g => (g.Key, g.LongCount(), (long)g.Select(t => t.Volume & 3).Distinct().Count())),
            computedKeys.Rows);
        run.Expect(
            "Windows",
            Lateness.OnTime(run.Epochs(Parts), t => t.Time, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(250))
                .GroupBy(t => (t.Venue, Start: Lateness.Start(t.Time, TimeSpan.FromMilliseconds(250))))
                .Select(g => (g.Key.Venue, g.Key.Start, g.Sum(t => (t.Price * 3) - 1), g.Max(t => t.Id < 0 ? 0 : t.Price))),
            windows.Rows.GroupBy(r => (r.Venue, r.Start)).Select(g => g.Last()));
        run.Expect("Named", Names.SelectMany(n => n).Where(n => n.Test > 3).Select(n => ((n.Value * 2) + 5, (n.Vector512 * 2) - n.row)), named.Rows);
        run.Expect("United", rows.Where(t => t.Id > 100).Select(t => (t.Price * 2) - 0.5).Concat(rows.Select(t => t.Price + 0.5)), united.Rows);
    }

    /// <summary>Every one of these values is made before the loop: else the tests above would test the loop.</summary>
    [Fact]
    public void Values_are_vector_code()
    {
        string plan = TickValues.Explain();
        string[] vectors = [.. plan.Split('\n').Where(l => l.TrimStart().StartsWith("by vectors: ", StringComparison.Ordinal)).Select(l => l.Trim())];
        Assert.Equal(29, vectors.Length);
        Assert.Contains("by vectors: Sum(t => t.Price * t.Id - 1)", vectors);
        Assert.Contains("by vectors: GroupBy(t => t.Id * 7 & 15)", vectors);
    }

    private static (int, long, long, int, long, int) Bits(Valued row) =>
        (row.Id, row.Wide, BitConverter.DoubleToInt64Bits(row.Exact), BitConverter.SingleToInt32Bits(row.Single), BitConverter.DoubleToInt64Bits(row.Negated), row.Bits);
}
