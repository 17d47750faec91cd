using Compiled.Queries.Tests.Queries;
using Compiled.Queries.Tests.Running;

namespace Compiled.Queries.Tests;

public sealed class TripTests
{
    private static readonly Trip[][] Parts = Make();

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Windows_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(TripWindows), setting);
        MemorySink<TripWindow> final, all;
        MemorySink<VendorWindow> updated;
        MemorySink<WeekRow> weeks;
        MemorySink<(byte? Passengers, DateTimeOffset Start, double Longest)> byPassengers;
        MemorySink<(DateTimeOffset Start, long Count)> twoWatermarks;
        MemorySink<(DateTimeOffset Start, Utf8String Kind, long Count)> leastWatermark;
        await run.Run(TripWindows
            .Read(trips: run.Input("trips", Parts))
            .Write(
                final: final = run.Output<TripWindow>(), updated: updated = run.Output<VendorWindow>(), all: all = run.Output<TripWindow>(), weeks: weeks = run.Output<WeekRow>(),
                byPassengers: byPassengers = run.Output<(byte?, DateTimeOffset, double)>(), twoWatermarks: twoWatermarks = run.Output<(DateTimeOffset, long)>(),
                leastWatermark: leastWatermark = run.Output<(DateTimeOffset, Utf8String, long)>()));

        Trip[][] epochs = run.Epochs(Parts);
        Trip[] rows = [.. epochs.SelectMany(p => p)];
        DateTimeOffset end = rows.Max(t => t.Pickup).AddMinutes(-20);
        run.Expect(
            "Final",
            OnTime(epochs, t => t.Pickup, 20, 15).GroupBy(t => Start(t.Pickup, 15)).Where(g => g.Key.AddMinutes(15) <= end)
                .Select(g => new TripWindow(g.Key, g.Key.AddMinutes(15), g.LongCount(), g.Sum(t => t.Distance), g.Max(t => t.Fare), g.Max(t => t.Note))),
            final.Rows);
        Trip[][] far = [.. epochs.Select(e => e.Where(t => t.Distance > 1).ToArray())];
        run.Expect(
            "Updated",
            OnTime(far, t => t.Pickup, 20, 60, 10).Where(t => t.Fare > 2).GroupBy(t => (t.Payment, t.Vendor, Start: Start(t.Pickup, 60, 10)))
                .Select(g => new VendorWindow(g.Key.Payment, g.Key.Vendor, g.Key.Start, g.LongCount(), g.Sum(t => t.Passengers ?? 0), g.Sum(t => t.Fare))),
            updated.Rows.GroupBy(r => (r.Payment, r.Vendor, r.Start)).Select(g => g.Last()));
        run.Expect(
            "All",
            rows.GroupBy(t => Start(t.Pickup, 120)).Where(g => g.Count() > 5).OrderBy(g => g.Key)
                .Select(g => new TripWindow(g.Key, g.Key.AddHours(2), g.LongCount(t => t.Stored), g.Average(t => t.Distance), g.Min(t => t.Fare), g.Min(t => t.Note))),
            all.Rows);

        // Weeks begin where 1970-01-01 stands: on Thursdays.
        run.Expect(
            "Weeks",
            rows.GroupBy(t => (t.Dropoff < new DateTimeOffset(2019, 2, 7, 0, 0, 0, TimeSpan.Zero), t.Payment))
                .Select(g => new WeekRow(new DateTimeOffset(2019, 1, g.Key.Item1 ? 31 : 38 - 31, 0, 0, 0, TimeSpan.Zero).AddDays(g.Key.Item1 ? 0 : 31), g.Key.Payment, g.LongCount())),
            weeks.Rows.GroupBy(r => (r.Week, r.Payment)).Select(g => g.Last()));
        DateTimeOffset dropped = rows.Max(t => t.Dropoff).AddMinutes(-5);
        run.Expect(
            "ByPassengers",
            OnTime(epochs, t => t.Dropoff, 5, 30).GroupBy(t => (t.Passengers, Start: Start(t.Dropoff, 30))).Where(g => g.Key.Start.AddMinutes(30) <= dropped)
                .Select(g => (g.Key.Passengers, g.Key.Start, g.Max(t => (t.Dropoff - t.Pickup).TotalMinutes))).Where(r => r.Item3 > 20),
            byPassengers.Rows);
        run.Expect(
            "TwoWatermarks",
            rows.Where(t => t.Stored).Concat(rows.Where(t => t.Vendor == 2)).GroupBy(t => Start(t.Pickup, 60)).Select(g => (g.Key, g.LongCount())),
            twoWatermarks.Rows);

        // Each side has a watermark of its own, over its rows; the query's is the lesser. A row that is on both sides counts twice.
        TimeSpan hour = TimeSpan.FromHours(1);
        (Trip Trip, bool IsStored)[][] sides = [.. epochs.Select(e => e.Where(t => t.Stored).Select(t => (t, true)).Concat(e.Where(t => t.Vendor == 2).Select(t => (t, false))).ToArray())];
        DateTimeOffset least = Least(sides.SelectMany(s => s));
        run.Expect(
            "LeastWatermark",
            Lateness.OnTime(sides, s => s.Trip.Pickup, Least, hour)
                .GroupBy(s => (Start: Lateness.Start(s.Trip.Pickup, hour), Kind: s.Trip.Note.StartsWith("late") ? "late" : s.Trip.Note.Trim())).Where(g => g.Key.Start + hour <= least)
                .Select(g => (g.Key.Start, g.Key.Kind, g.LongCount())),
            leastWatermark.Rows);
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Rows_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(TripRows), setting);
        MemorySink<Trip> whole;
        MemorySink<(int Vendor, double Speed, Utf8String Payment, int Passengers)> speeds;
        await run.Run(TripRows
            .Read(trips: run.Input("trips", Parts))
            .Write(whole: whole = run.Output<Trip>(), speeds: speeds = run.Output<(int, double, Utf8String, int)>()));

        Trip[] rows = [.. Parts.SelectMany(p => p)];
        run.Expect("Whole", rows.Where(t => t.Distance is (>= 1.5 and < 15) or 0), whole.Rows);
        run.Expect(
            "Speeds",
            rows.Where(t => t.Payment.HasValue && t.Dropoff > t.Pickup)
                .Select(t => (t.Vendor, t.Distance / (t.Dropoff - t.Pickup).TotalHours, t.Payment!.Value, t.Passengers is null or 0 ? 1 : (int)t.Passengers)),
            speeds.Rows);
    }

    private static DateTimeOffset Least(IEnumerable<(Trip Trip, bool IsStored)> sides)
    {
        DateTimeOffset stored = sides.Where(s => s.IsStored).Max(s => s.Trip.Pickup).AddHours(-2);
        DateTimeOffset second = sides.Where(s => !s.IsStored).Max(s => s.Trip.Pickup).AddMinutes(-5);
        return stored < second ? stored : second;
    }

    private static IEnumerable<Trip> OnTime(Trip[][] epochs, Func<Trip, DateTimeOffset> time, int delay, int size, int offset = 0) =>
        Lateness.OnTime(epochs, time, TimeSpan.FromMinutes(delay), TimeSpan.FromMinutes(size), TimeSpan.FromMinutes(offset));

    private static DateTimeOffset Start(DateTimeOffset time, int minutes, int offset = 0) => Lateness.Start(time, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(offset));

    private static Trip[][] Make()
    {
        var random = new Random(77);
        string?[] payments = ["card", "cash", null, "a;b", "say \"so\""];
        string[] notes = ["", "late night", " early ", "line\nbreak", "plain", "ümlaut"];
        return [.. Enumerable.Range(0, 5).Select(part => Enumerable.Range(0, 120).Select(_ =>
        {
            DateTimeOffset pickup = new DateTimeOffset(2019, 2, 6, 20, 0, 0, TimeSpan.Zero).AddMinutes((part * 70) + random.Next(120)).AddSeconds(random.Next(60));
            string? payment = payments[random.Next(payments.Length)];
            return new Trip(
                random.Next(1, 4), pickup, pickup.AddSeconds(random.Next(60, 3000)), random.Next(400) / 16.0, random.Next(1, 9000) / 100m, payment is null ? (Utf8String?)null : new Utf8String(payment),
                notes[random.Next(notes.Length)], random.Next(3) == 0 ? null : (byte)random.Next(5), random.Next(2) == 0);
        }).ToArray())];
    }
}
