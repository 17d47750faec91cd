namespace Compiled.Queries.Tests.Queries;

public readonly record struct Event(Utf8String Kind, [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset Time, double Amount, int Count, Utf8String? Note);

public readonly record struct Cut(Utf8String Kind, double Net, int Count, Utf8String? Note);

public readonly record struct KindTotals(Utf8String Kind, DateTimeOffset Start, long Rows, double Amount, int Most);

public readonly record struct Reading(int Sensor, [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset Time, double Amount, int Count);

public readonly record struct Heard(int Sensor, double Net);

/// <summary>Filter, projection and tumbling aggregation by text, over each format: in a steady state none allocates.</summary>
[Pipeline]
public static partial class SteadyJson
{
    [Query]
    static IStream<Cut> Rows([Json] IStream<Event> events) => events.Where(e => e.Amount > 10 && e.Kind != "none").Select(e => new Cut(e.Kind, e.Amount * 2, e.Count + 1, e.Note));

    [Query(OutputMode.Update)]
    static IStream<KindTotals> Totals([Json] IStream<Event> events) => events
        .WithWatermark(e => e.Time, "1 hour")
        .GroupBy(e => e.Kind, Window.Tumbling("1 minute"))
        .Select(g => new KindTotals(g.Key, g.Window.Start, g.Count(), g.Sum(e => e.Amount), g.Max(e => e.Count)));
}

[Pipeline]
public static partial class SteadyCsv
{
    [Query]
    static IStream<Cut> Rows([Csv] IStream<Event> events) => events.Where(e => e.Amount > 10 && e.Kind != "none").Select(e => new Cut(e.Kind, e.Amount * 2, e.Count + 1, e.Note));

    [Query(OutputMode.Update)]
    static IStream<KindTotals> Totals([Csv] IStream<Event> events) => events
        .WithWatermark(e => e.Time, "1 hour")
        .GroupBy(e => e.Kind, Window.Tumbling("1 minute"))
        .Select(g => new KindTotals(g.Key, g.Window.Start, g.Count(), g.Sum(e => e.Amount), g.Max(e => e.Count)));
}

[Pipeline]
public static partial class SteadyText
{
    [Query]
    static IStream<Utf8String> Rows([Text] IStream<Utf8String> lines) => lines.Where(l => l.Contains("fox")).Select(l => l.Substring(2));

    [Query(OutputMode.Update)]
    static IStream<(Utf8String Word, DateTimeOffset Start, long Count)> Totals([Text] IStream<Utf8String> lines) => lines
        .SelectMany(l => l.Split(' '))
        .GroupBy(w => w, Window.Tumbling("1 minute"), w => TimeOf(w))
        .Select(g => (g.Key, g.Window.Start, g.Count()));

    static DateTimeOffset TimeOf(Utf8String word) => DateTimeOffset.UnixEpoch.AddSeconds(word.Length * 20);
}

[Pipeline]
public static partial class SteadyBinary
{
    [Query]
    static IStream<Heard> Rows([Binary] IStream<Reading> readings) => readings.Where(r => r.Amount > 10).Where(r => r.Count != 3).Select(r => new Heard(r.Sensor, r.Amount * 2));

    [Query(OutputMode.Update)]
    static IStream<KindTotals> Totals([Binary] IStream<Reading> readings) => readings
        .WithWatermark(r => r.Time, "1 hour")
        .GroupBy(r => r.Sensor == 0 ? (Utf8String)"zero" : r.Sensor < 3 ? "few" : "many", Window.Tumbling("1 minute"))
        .Select(g => new KindTotals(g.Key, g.Window.Start, g.Count(), g.Sum(r => r.Amount), g.Max(r => r.Count)));

    [Query(OutputMode.Update)]
    static IStream<Heard> Nets([Binary] IStream<Reading> readings) => readings
        .GroupBy(r => r.Sensor)
        .Select(g => new Heard(g.Key, g.Sum(r => r.Count > 2 ? r.Amount * r.Count - 1 : 0.5)));
}
