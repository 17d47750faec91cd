using Compiled.Queries.Tests.Queries;
using Compiled.Queries.Tests.Running;

namespace Compiled.Queries.Tests;

public sealed class TickTests
{
    private static readonly Tick[][] Parts = Make();

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Ticks_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(TickRows), setting);
        MemorySink<Tick> whole;
        MemorySink<int> ints, unsigned, longs, unsignedLongs, floats;
        MemorySink<(int Id, double Price)> doubles;
        MemorySink<(int Id, int Small, long Cast, int Wrapped, bool Even)> small;
        MemorySink<VenueTotals> venues;
        MemorySink<(int Key, long Count, double Sum)> direct;
        MemorySink<(bool IsOpen, sbyte Side, DateTimeOffset Start, double Bids)> windows;
        MemorySink<(double Key, long Count)> doubleKeys;
        MemorySink<(DateTimeOffset Key, long Count)> dateKeys;
        MemorySink<(decimal Key, decimal Most, decimal Sum)> fees;
        MemorySink<(int Id, long Shifted, uint High, int Sum, byte Low, long Mixed)> operators;
        await run.Run(TickRows
            .Read(ticks: run.Input("ticks", Parts), least: run.Parameter("least", 40), factor: run.Parameter("factor", 1.5))
            .Write(
                whole: whole = run.Output<Tick>(), ints: ints = run.Output<int>(), unsigned: unsigned = run.Output<int>(), longs: longs = run.Output<int>(), unsignedLongs: unsignedLongs = run.Output<int>(),
                floats: floats = run.Output<int>(), doubles: doubles = run.Output<(int, double)>(), small: small = run.Output<(int, int, long, int, bool)>(), venues: venues = run.Output<VenueTotals>(),
                direct: direct = run.Output<(int, long, double)>(), windows: windows = run.Output<(bool, sbyte, DateTimeOffset, double)>(), doubleKeys: doubleKeys = run.Output<(double, long)>(),
                dateKeys: dateKeys = run.Output<(DateTimeOffset, long)>(), fees: fees = run.Output<(decimal, decimal, decimal)>(), operators: operators = run.Output<(int, long, uint, int, byte, long)>()));

        Tick[] rows = [.. Parts.SelectMany(p => p)];
        run.Expect("Whole", rows, whole.Rows);
        run.Expect("Ints", rows.Select(t => t.Id).Where(id => (id > 40 && id != 77) || id * 3 >= 90), ints.Rows);
        run.Expect("Unsigned", rows.Where(t => (t.Flags & 5) == 4 || t.Flags > 4000000000).Select(t => t.Id), unsigned.Rows);
        run.Expect("Longs", rows.Where(t => t.Volume is >= 500 and <= 9000000000).Select(t => t.Id), longs.Rows);
        run.Expect("UnsignedLongs", rows.Where(t => t.Sequence is > 9223372036854775000 or 15).Select(t => t.Id), unsignedLongs.Rows);
        run.Expect("Floats", rows.Where(t => t.Bid >= 20 && !(t.Bid > 50)).Select(t => t.Id), floats.Rows);
        run.Expect("Doubles", rows.Where(t => t.Price > 30 && t.Price <= 90 && t.Venue != 3).Select(t => (t.Id, (t.Price * 1.5) + t.Level)), doubles.Rows);
        run.Expect(
            "Small",
            rows.Where(t => t.Level < 0 || t.Side == -1 || t.IsOpen).Select(t => (t.Id, t.Venue + t.Side - t.Lot, (long)t.Bid, unchecked((int)(t.Volume * 7)), t.Id % 2 == 0)),
            small.Rows);
        run.Expect(
            "Venues",
            rows.Where(t => t.Price > 5).GroupBy(t => t.Venue).Select(g => new VenueTotals(
                g.Key, g.LongCount(), g.Sum(t => t.Volume), g.Sum(t => t.Price), g.Min(t => t.Bid), g.Max(t => t.Sequence), g.Average(t => t.Level))),
            venues.Rows);
        run.Expect("Direct", rows.GroupBy(t => t.Id).Select(g => (g.Key, g.LongCount(), g.Sum(t => t.Price))), direct.Rows.GroupBy(r => r.Key).Select(g => g.Last()));
        TimeSpan size = TimeSpan.FromMilliseconds(250);
        DateTimeOffset end = rows.Max(t => t.Time).AddSeconds(-1);
        run.Expect(
            "Windows",
            Lateness.OnTime(run.Epochs(Parts), t => t.Time, TimeSpan.FromSeconds(1), size).Where(t => t.Price > 10)
                .GroupBy(t => (t.IsOpen, t.Side, Start: Lateness.Start(t.Time, size))).Where(g => g.Key.Start + size <= end)
                .Select(g => (g.Key.IsOpen, g.Key.Side, g.Key.Start, g.Sum(t => (double)t.Bid))),
            windows.Rows);
        run.Expect("DoubleKeys", rows.GroupBy(t => Math.Floor(t.Price / 10)).Select(g => (g.Key, g.LongCount())), doubleKeys.Rows);
        run.Expect("DateKeys", rows.GroupBy(t => t.Time.AddMilliseconds(-t.Time.Millisecond)).Select(g => (g.Key, g.LongCount())), dateKeys.Rows);
        run.Expect("Fees", rows.Where(t => t.Fee > 0.25m).GroupBy(t => decimal.Round(t.Fee, 1)).Select(g => (g.Key, g.Max(t => t.Fee), g.Sum(t => t.Fee * 2))), fees.Rows);
        run.Expect(
            "Operators",
            rows.Where(t => t.Id >= 0).Select(t => (t.Id, t.Volume < 0 ? 15L : 0L, (uint)(t.Flags / Math.Pow(2, t.Venue)), (t.Id * 3) + t.Level, (byte)(t.Id % 128), unchecked(t.Id * 100_000_007 % 1000) + 1L)),
            operators.Rows);
    }

    internal static Tick[][] Make()
    {
        var random = new Random(99);
        return [.. Enumerable.Range(0, 3).Select(part => Enumerable.Range(0, 200).Select(i => new Tick(
            random.Next(-20, 200), random.Next(2) == 0 ? (uint)random.Next(32) : uint.MaxValue - (uint)random.Next(1 << 29), random.NextInt64(-2000, 12_000_000_000) / (1 << random.Next(24)),
            random.Next(3) == 0 ? 15 : ulong.MaxValue - (ulong)random.NextInt64(long.MaxValue) - (ulong)random.Next(2), random.Next(-100, 4000) / 32f, random.Next(-50, 1000) / 8.0,
            (short)random.Next(-300, 300), (byte)random.Next(6), (sbyte)random.Next(-1, 2), (ushort)random.Next(ushort.MaxValue), random.Next(2) == 0,
            DateTimeOffset.UnixEpoch.AddDays(19000).AddMilliseconds((part * 1500) + random.Next(2500)).AddMicroseconds(random.Next(1000)),
            new decimal(random.Next(-40, 400), 0, 0, false, 2))).ToArray())];
    }
}
