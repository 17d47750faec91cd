namespace Compiled.Queries.Tests.Queries;

public readonly record struct Tick(
    int Id,
    uint Flags,
    long Volume,
    ulong Sequence,
    float Bid,
    double Price,
    short Level,
    byte Venue,
    sbyte Side,
    ushort Lot,
    bool IsOpen,
    [property: EventTime(Unit = TimeUnit.Microseconds)] DateTimeOffset Time,
    decimal Fee);

public readonly record struct VenueTotals(byte Venue, long Ticks, long Volume, double Price, float LeastBid, ulong Last, double MeanLevel);

/// <summary>Numbers of every width: what vectors filter. Binary records.</summary>
[Pipeline]
public static partial class TickRows
{
    [Query]
    static IStream<Tick> Whole([Binary] IStream<Tick> ticks) => ticks;

    [Query]
    static IStream<int> Ints([Binary] IStream<Tick> ticks, int least) => ticks.Where(t => t.Id > least && t.Id != 77 || !(t.Id * 3 < 90)).Select(t => t.Id);

    [Query]
    static IStream<int> Unsigned([Binary] IStream<Tick> ticks) => ticks.Where(t => (t.Flags & 5u) == 4u || t.Flags > 4000000000u).Select(t => t.Id);

    [Query]
    static IStream<int> Longs([Binary] IStream<Tick> ticks) => ticks.Where(t => t.Volume - 1000 >= -500 & t.Volume <= 9000000000L).Select(t => t.Id);

    [Query]
    static IStream<int> UnsignedLongs([Binary] IStream<Tick> ticks) => ticks.Where(t => t.Sequence > 9223372036854775000UL || (t.Sequence ^ 3UL) == 12UL).Select(t => t.Id);

    [Query]
    static IStream<int> Floats([Binary] IStream<Tick> ticks) => ticks.Where(t => t.Bid * 0.5f >= 10f && !(t.Bid > 50f)).Select(t => t.Id);

    [Query]
    static IStream<(int Id, double Price)> Doubles([Binary] IStream<Tick> ticks, double factor = 1.5) => ticks
        .Where(t => t.Price / factor > 20)
        .Where(t => t.Price <= 90 || t.Price != t.Price)
        .Where(t => t.Venue != 3)
        .Select(t => (t.Id, t.Price * factor + t.Level));

    [Query]
    static IStream<(int Id, int Small, long Cast, int Wrapped, bool Even)> Small([Binary] IStream<Tick> ticks) => ticks
        .Where(t => t.Level < 0 || t.Side == -1 || t.IsOpen)
        .Select(t => (t.Id, t.Venue + t.Side - t.Lot, (long)t.Bid, unchecked((int)(t.Volume * 7)), (t.Id & 1) == 0));

    [Query(OutputMode.Complete)]
    static IStream<VenueTotals> Venues([Binary] IStream<Tick> ticks) => ticks
        .Where(t => t.Price > 5)
        .GroupBy(t => t.Venue)
        .Select(g => new VenueTotals(g.Key, g.Count(), g.Sum(t => t.Volume), g.Sum(t => t.Price), g.Min(t => t.Bid), g.Max(t => t.Sequence), g.Average(t => t.Level)));

    [Query(OutputMode.Update)]
    static IStream<(int Key, long Count, double Sum)> Direct([Binary] IStream<Tick> ticks) => ticks.GroupBy(t => t.Id).Select(g => (g.Key, g.Count(), g.Sum(t => t.Price)));

    [Query(OutputMode.Append)]
    static IStream<(bool IsOpen, sbyte Side, DateTimeOffset Start, double Bids)> Windows([Binary] IStream<Tick> ticks) => ticks
        .WithWatermark(t => t.Time, "1 second")
        .Where(t => t.Price > 10)
        .GroupBy(t => (t.IsOpen, t.Side), Window.Tumbling("250 ms"))
        .Select(g => (g.Key.IsOpen, g.Key.Side, g.Window.Start, g.Sum(t => t.Bid)));

    [Query(OutputMode.Complete)]
    static IStream<(double Key, long Count)> DoubleKeys([Binary] IStream<Tick> ticks) => ticks.GroupBy(t => Math.Floor(t.Price / 10)).Select(g => (g.Key, g.Count()));

    [Query(OutputMode.Complete)]
    static IStream<(DateTimeOffset Key, long Count)> DateKeys([Binary] IStream<Tick> ticks) => ticks.GroupBy(t => t.Time.AddMilliseconds(-t.Time.Millisecond)).Select(g => (g.Key, g.Count()));

    [Query(OutputMode.Complete)]
    static IStream<(decimal Key, decimal Most, decimal Sum)> Fees([Binary] IStream<Tick> ticks) => ticks
        .Where(t => t.Fee > 0.25m)
        .GroupBy(t => decimal.Round(t.Fee, 1))
        .Select(g => (g.Key, g.Max(t => t.Fee), g.Sum(t => t.Fee * 2)));

    [Query]
    static IStream<(int Id, long Shifted, uint High, int Sum, byte Low, long Mixed)> Operators([Binary] IStream<Tick> ticks) => ticks
        .Where(t => t.Id >>> 30 == 0)
        .Select(t => (t.Id, t.Volume >>> 60, t.Flags >>> t.Venue, checked(t.Id * 3 + t.Level), checked((byte)(-(-t.Id) & 0x7F)), checked(unchecked(t.Id * 100_000_007 % 1000) + 1L)));
}
