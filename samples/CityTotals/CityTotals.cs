namespace Compiled.Samples;

/// <summary>A sensor's reading.</summary>
public readonly record struct Reading([property: EventTime] DateTimeOffset At, Utf8String City, int Value);

public readonly record struct CityTotal(DateTimeOffset Start, DateTimeOffset End, Utf8String City, long Readings, long Total, int Least, int Greatest);

/// <summary>Totals per city and ten minutes, final and as they grow: groups that outlive a batch are kept in FASTER, under the checkpoint.</summary>
[Pipeline]
public static partial class CityTotals
{
    [Query(OutputMode.Append)]
    static IStream<CityTotal> Final([Csv] IStream<Reading> readings) => readings
        .WithWatermark(r => r.At, "5 minutes")
        .GroupBy(r => r.City, Window.Tumbling("10 minutes"))
        .Select(g => new CityTotal(g.Window.Start, g.Window.End, g.Key, g.Count(), g.Sum(r => r.Value), g.Min(r => r.Value), g.Max(r => r.Value)));

    [Query(OutputMode.Update)]
    static IStream<CityTotal> SoFar([Csv] IStream<Reading> readings) => readings
        .WithWatermark(r => r.At, "5 minutes")
        .GroupBy(r => r.City, Window.Tumbling("10 minutes"))
        .Select(g => new CityTotal(g.Window.Start, g.Window.End, g.Key, g.Count(), g.Sum(r => r.Value), g.Min(r => r.Value), g.Max(r => r.Value)));
}
