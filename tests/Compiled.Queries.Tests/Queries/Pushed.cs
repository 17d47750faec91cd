namespace Compiled.Queries.Tests.Queries;

/// <summary>A sample whose filter is tested by the decoder.</summary>
public readonly record struct Sample(int Id, Utf8String Kind, Utf8String? Site, double Value, DateTimeOffset Time, int? Grade);

/// <summary>What is left of a reading.</summary>
public readonly record struct Kept(int Id, Utf8String? Site, double Value);

/// <summary>One filter before everything else, with a parameter.</summary>
[Pipeline]
public static partial class PushedJson
{
    [Query]
    static IStream<Kept> Kept([Json] IStream<Sample> readings, int least) => readings
        .Where(r => r.Kind == "air" && (r.Grade ?? 9) >= least)
        .Select(r => new Kept(r.Id, r.Site, r.Value));
}

/// <summary>A filter that only tests whether a text is a constant; nothing behind it reads that text.</summary>
[Pipeline]
public static partial class PushedText
{
    [Query]
    static IStream<Kept> Kept([Json] IStream<Sample> readings) => readings
        .Where(r => r.Kind == "air")
        .Select(r => new Kept(r.Id, r.Site, r.Value));
}

/// <summary>Such a filter, and something behind it reads the text.</summary>
[Pipeline]
public static partial class PushedTextBehind
{
    [Query]
    static IStream<(int Id, int Length, Utf8String Kind)> Kept([Json] IStream<Sample> readings) => readings
        .Where(r => "air" == r.Kind)
        .Select(r => (r.Id, r.Kind.Length, r.Kind));
}

/// <summary>The text "null" is a text as any other.</summary>
[Pipeline]
public static partial class PushedNull
{
    [Query]
    static IStream<(int Id, bool IsText, bool IsNull, Utf8String Site)> Kept([Json] IStream<Sample> readings) => readings
        .Where(r => r.Kind == "null")
        .Select(r => (r.Id, r.Site == "null", r.Site == null, r.Site ?? "null"));
}

/// <summary>The same over CSV, and two queries that begin alike.</summary>
[Pipeline]
public static partial class PushedCsv
{
    [Query]
    static IStream<Kept> Kept([Csv] IStream<Sample> readings, int least) => readings
        .Where(r => r.Kind == "air" && (r.Grade ?? 9) >= least)
        .Select(r => new Kept(r.Id, r.Site, r.Value));

    [Query(OutputMode.Complete)]
    static IStream<(Utf8String? Site, long Count)> Sites([Csv] IStream<Sample> readings, int least) => readings
        .Where(r => r.Kind == "air" && (r.Grade ?? 9) >= least)
        .Where(r => r.Value > 0)
        .GroupBy(r => r.Site)
        .Select(g => (g.Key, g.Count()));
}

/// <summary>A filter before a nested list and a nested record: lists of refused rows take no room.</summary>
[Pipeline]
public static partial class PushedLists
{
    [Query]
    static IStream<LineOf> Lines([Json] IStream<Sale> sales) => sales
        .Where(s => s.Quantity > 3 && s.Customer != "Ann")
        .Where(s => s.Delivery == null || s.Delivery?.City != "Oslo")
        .SelectMany(s => s.Lines, (s, l) => new LineOf(s.Id, l.Code, l.Quantity * l.Price));
}

/// <summary>A filter over binary records, in two queries, one of which reads its member; arithmetic behind it becomes vector code.</summary>
[Pipeline]
public static partial class PushedBinary
{
    [Query]
    static IStream<(int Id, double Cost)> Costs([Binary] IStream<Tick> ticks, int least) => ticks
        .Where(t => t.Id >= least)
        .Where(t => (t.Flags & 1) == 0)
        .Where(t => t.Id % 3 != 1)
        .Select(t => (t.Id, t.Price * 2.5));

    [Query(OutputMode.Complete)]
    static IStream<(long Key, long Count, long Odds, int Tens)> Parts([Binary] IStream<Tick> ticks, int least) => ticks
        .Where(t => t.Id >= least)
        .Where(t => (t.Flags & 1) == 0)
        .Where(t => t.Id % 3 != 1)
        .GroupBy(t => t.Volume / 1_000_003)
        .Select(g => (g.Key, g.Count(), g.Sum(t => t.Volume % 97), g.Max(t => t.Id / 10 - 7)));

    [Query]
    static IStream<(byte Venue, DateTimeOffset Start, long Count, double Sum)> Totals([Binary] IStream<Tick> ticks, int least) => ticks
        .Where(t => t.Id >= least)
        .Where(t => (t.Flags & 1) == 0)
        .Where(t => t.Id % 3 != 1)
        .WithWatermark(t => t.Time, "1 second")
        .GroupBy(t => t.Venue, Window.Tumbling("250 milliseconds"))
        .Select(g => (g.Key, g.Window.Start, g.Count(), g.Sum(t => t.Price * 2.0 + t.Bid)));
}
