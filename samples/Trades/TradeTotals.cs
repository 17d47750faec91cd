namespace Compiled.Samples;

public readonly record struct Trade(
    [property: EventTime(Pattern = "yyyy-MM-dd HH:mm:ss")] DateTimeOffset CreatedTime, Utf8String Type, double Amount, Utf8String BrokerCode);

public readonly record struct Total(DateTimeOffset Start, DateTimeOffset End, double TotalBuy, double TotalSell);

public readonly record struct Running(DateTimeOffset Start, DateTimeOffset End, double RTotalBuy, double RTotalSell, double NetValue)
{
    public Running Add(Total total) => new(
        total.Start, total.End, RTotalBuy + total.TotalBuy, RTotalSell + total.TotalSell, NetValue + total.TotalBuy - total.TotalSell);
}

/// <summary>Buys and sells per quarter of an hour, and the running totals over them, which Spark refuses inside a stream.</summary>
[Pipeline]
public static partial class TradeTotals
{
    [Query(OutputMode.Update)]
    static IStream<Total> Totals([Json] IStream<Trade> trades) => trades
        .WithWatermark(t => t.CreatedTime, "30 minutes")
        .GroupBy(Window.Tumbling("15 minutes"))
        .Select(g => new Total(
            g.Window.Start, g.Window.End,
            g.Sum(t => t.Type == "BUY" ? t.Amount : 0),
            g.Sum(t => t.Type == "SELL" ? t.Amount : 0)));

    [Query(OutputMode.Complete)]
    static IStream<Running> RunningTotals([Json] IStream<Trade> trades) => Totals(trades)
        .OrderBy(t => t.End)
        .Scan(seed: default(Running), (acc, t) => acc.Add(t));
}
