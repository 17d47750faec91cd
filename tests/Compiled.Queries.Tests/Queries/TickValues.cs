namespace Compiled.Queries.Tests.Queries;

public readonly record struct TickSums(int Key, int Wrapped, long Most, double Turnover, double Chosen, float Least);

public readonly record struct Valued(int Id, long Wide, double Exact, float Single, double Negated, int Bits);

public readonly record struct OddlyNamed(long Value, long Value512, double Vector512, double row, int Test, int Mask512);

/// <summary>Computed values that every row needs: what vectors compute before the loop.</summary>
[Pipeline]
public static partial class TickValues
{
    // Nothing is left for a loop: key and values are columns.
    [Query(OutputMode.Complete)]
    static IStream<TickSums> Sums([Binary] IStream<Tick> ticks) => ticks.GroupBy(t => t.Id).Select(g => new TickSums(
        g.Key,
        g.Max(t => t.Id * 100_000_007 - 1),
        g.Max(t => t.Volume * 4_000_000_007L + t.Id),
        g.Sum(t => t.Price * t.Id - 1),
        g.Sum(t => t.Id > 90 || !(t.Price >= 40) ? t.Price / 4 : t.Bid),
        g.Min(t => t.Bid * 0.1f - t.Id)));

    [Query]
    static IStream<Valued> Rows([Binary] IStream<Tick> ticks, int least, double factor = 1.5) => ticks.Select(t => new Valued(
        t.Id,
        t.Id * (long)least + t.Volume,
        t.Volume * factor + t.Id,
        t.Bid * 0.1f + t.Id,
        -(t.Price * 0),
        ~t.Id & 0xFF ^ t.Id * least));

    // Later values are made of earlier ones, and the filter reads what vectors made.
    [Query]
    static IStream<(int Id, double Twice, double Third)> Chained([Binary] IStream<Tick> ticks) => ticks
        .Select(t => new { t.Id, Net = t.Price * t.Id - 2 })
        .Select(x => new { x.Id, x.Net, Twice = x.Net * 2, Third = x.Net / 3 })
        .Where(x => x.Twice > 100 && x.Net != 1000)
        .Select(x => (x.Id, x.Twice, x.Third + x.Twice));

    // Conditions of narrower lanes than the values, of several lanes, and of values that were computed.
    [Query]
    static IStream<(double Price, long Volume, int Sign, ulong Unsigned)> Choices([Binary] IStream<Tick> ticks) => ticks.Select(t => (
        t.Id >= 100 ? t.Price : -t.Price,
        t.Bid < 50f && t.Id != 7 && t.Volume > 0 ? t.Volume : t.Id,
        t.Id * 3 == 30 | t.Bid >= 100 ? 1 : t.Bid != t.Bid ? 0 : -1,
        t.Flags > 1000u ? t.Sequence : 15UL));

    // Values of the row go on beside each of its parts; those behind a filter that is no vector code stay in the loop.
    [Query]
    static IStream<(int Part, double Value, double Behind)> Parts([Binary] IStream<Tick> ticks) => ticks
        .Select(t => new { t.Venue, Value = t.Price * 2 + 1, t.Bid })
        .SelectMany(x => Upto(x.Venue), (x, part) => new { part, x.Value, x.Bid })
        .Where(x => x.part % 2 == 0)
        .Select(x => (x.part, x.Value, x.Value * x.Bid));

    [Query(OutputMode.Complete)]
    static IStream<(int Key, long Count, long Distinct)> ComputedKeys([Binary] IStream<Tick> ticks) => ticks
        .GroupBy(t => t.Id * 7 & 15)
        .Select(g => (g.Key, g.Count(), g.CountDistinct(t => t.Volume & 3)));

    [Query(OutputMode.Update)]
    static IStream<(byte Venue, DateTimeOffset Start, double Net, double Steady)> Windows([Binary] IStream<Tick> ticks) => ticks
        .WithWatermark(t => t.Time, "1 second")
        .GroupBy(t => t.Venue, Window.Tumbling("250 ms"))
        .Select(g => (g.Key, g.Window.Start, g.Sum(t => t.Price * 3 - 1), g.Max(t => t.Id < 0 ? 0 : t.Price)));

    // Members that bear the names of what generated vector code is made of.
    [Query]
    static IStream<(long Value, double Row)> Named([Binary] IStream<OddlyNamed> named) => named
        .Select(n => new { Value = n.Value * 2 + n.Value512, row = n.Vector512 * 2 - n.row, n.Test, n.Mask512 })
        .Where(n => n.Test > n.Mask512)
        .Select(n => (n.Value, n.row));

    [Query]
    static IStream<double> United([Binary] IStream<Tick> ticks) => ticks.Where(t => t.Id > 100).Select(t => t.Price * 2).Union(ticks.Select(t => t.Price + 1)).Select(x => x - 0.5);

    static IEnumerable<int> Upto(int count) => Enumerable.Range(0, count);
}
