namespace Compiled.Queries.Tests.Queries;

public readonly record struct Trip(
    [property: Column("vendor id")] int Vendor,
    [property: EventTime(Pattern = "yyyy-MM-dd HH:mm:ss")] DateTimeOffset Pickup,
    [property: DateFormat(Unit = TimeUnit.Seconds)] DateTimeOffset Dropoff,
    double Distance,
    decimal Fare,
    Utf8String? Payment,
    Utf8String Note,
    byte? Passengers,
    bool Stored);

public readonly record struct TripWindow(DateTimeOffset Start, DateTimeOffset End, long Trips, double Distance, decimal? Most, Utf8String Last);

public readonly record struct VendorWindow(Utf8String? Payment, int Vendor, DateTimeOffset Start, long Trips, double Passengers, decimal Fares);

public readonly record struct WeekRow(DateTimeOffset Week, Utf8String? Payment, long Trips);

/// <summary>Windows of event time in every output mode, with and without watermark. CSV with a header and another delimiter.</summary>
[Pipeline]
public static partial class TripWindows
{
    [Query(OutputMode.Append)]
    static IStream<TripWindow> Final([Csv(Delimiter = ';')] IStream<Trip> trips) => trips
        .WithWatermark(t => t.Pickup, "20 minutes")
        .GroupBy(Window.Tumbling("15 minutes"))
        .Select(g => new TripWindow(g.Window.Start, g.Window.End, g.Count(), g.Sum(t => t.Distance), g.Max(t => t.Fare), g.Max(t => t.Note)));

    [Query(OutputMode.Update)]
    static IStream<VendorWindow> Updated([Csv(Delimiter = ';')] IStream<Trip> trips) => trips
        .Where(t => t.Distance > 1)
        .WithWatermark(t => t.Pickup, "20 minutes")
        .Where(t => t.Fare > 2)
        .GroupBy(t => new { t.Payment, t.Vendor }, Window.Tumbling("1 hour", "10 minutes"))
        .Select(g => new VendorWindow(g.Key.Payment, g.Key.Vendor, g.Window.Start, g.Count(), g.Sum(t => (int?)t.Passengers), g.Sum(t => t.Fare)));

    [Query(OutputMode.Complete)]
    static IStream<TripWindow> All([Csv(Delimiter = ';')] IStream<Trip> trips) => trips
        .WithWatermark(t => t.Pickup, "20 minutes")
        .GroupBy(Window.Tumbling("2 hours"))
        .Where(g => g.Count() > 5)
        .Select(g => new TripWindow(g.Key.Start, g.Key.End, g.Count(t => t.Stored), g.Average(t => t.Distance), g.Min(t => t.Fare), g.Min(t => t.Note)))
        .OrderBy(w => w.Start);

    [Query(OutputMode.Update)]
    static IStream<WeekRow> Weeks([Csv(Delimiter = ';')] IStream<Trip> trips) => trips
        .GroupBy(t => t.Payment, Window.Tumbling("1 week"), t => t.Dropoff)
        .Select(g => new WeekRow(g.Window.Start, g.Key, g.Count()));

    [Query(OutputMode.Append)]
    static IStream<(byte? Passengers, DateTimeOffset Start, double Longest)> ByPassengers([Csv(Delimiter = ';')] IStream<Trip> trips) => trips
        .WithWatermark(t => t.Dropoff, "5 minutes")
        .Select(t => new { t.Passengers, At = t.Dropoff, Minutes = (t.Dropoff - t.Pickup).TotalMinutes })
        .GroupBy(x => x.Passengers, Window.Tumbling("30 minutes"))
        .Select(g => (g.Key, g.Window.Start, g.Max(x => x.Minutes)))
        .Where(r => r.Item3 > 20);

    [Query(OutputMode.Complete)]
    static IStream<(DateTimeOffset Start, long Count)> TwoWatermarks([Csv(Delimiter = ';')] IStream<Trip> trips) => trips
        .Where(t => t.Stored)
        .WithWatermark(t => t.Pickup, "1 hour")
        .Union(trips.Where(t => t.Vendor == 2).WithWatermark(t => t.Pickup, "5 minutes"))
        .GroupBy(Window.Tumbling("1 hour"))
        .Select(g => (g.Window.Start, g.Count()));

    [Query(OutputMode.Append)]
    static IStream<(DateTimeOffset Start, Utf8String Kind, long Count)> LeastWatermark([Csv(Delimiter = ';')] IStream<Trip> trips) => trips
        .Where(t => t.Stored)
        .WithWatermark(t => t.Pickup, "2 hours")
        .Union(trips.Where(t => t.Vendor == 2).WithWatermark(t => t.Pickup, "5 minutes"))
        .GroupBy(t => t.Note.StartsWith("late") ? "late" : t.Note.Trim(), Window.Tumbling("1 hour"))
        .Select(g => (g.Window.Start, g.Key, g.Count()));
}

/// <summary>CSV row by row, without a header.</summary>
[Pipeline]
public static partial class TripRows
{
    [Query]
    static IStream<Trip> Whole([Csv(Header = false)] IStream<Trip> trips) => trips.Where(t => t.Distance >= 1.5 && t.Distance * 2 < 30 || t.Distance == 0);

    [Query]
    static IStream<(int Vendor, double Speed, Utf8String Payment, int Passengers)> Speeds([Csv(Header = false)] IStream<Trip> trips) => trips
        .Where(t => t.Payment is { } && t.Dropoff > t.Pickup)
        .Select(t => (t.Vendor, t.Distance / (t.Dropoff - t.Pickup).TotalHours, t.Payment ?? "", t.Passengers is null or 0 ? 1 : (int)t.Passengers));
}
