namespace Compiled.Benchmarks.Layers;

/// <summary>A trade as the whole job reads it.</summary>
public readonly record struct Trade(
    [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset CreatedTime,
    Utf8String Type,
    double Amount,
    Utf8String BrokerCode,
    Utf8String Symbol,
    int Quantity);

/// <summary>What a broker's customers bought in a quarter of an hour.</summary>
public readonly record struct BoughtTotal(DateTimeOffset Start, Utf8String Broker, double Amount, long Count);

/// <summary>The query that the layers are made of.</summary>
[Pipeline]
public static partial class BoughtTotals
{
    [Query(OutputMode.Update)]
    static IStream<BoughtTotal> Totals([Csv] IStream<Trade> trades) => trades
        .Where(t => t.Type == "BUY")
        .GroupBy(t => t.BrokerCode, Window.Tumbling("15 minutes"))
        .Select(g => new BoughtTotal(g.Window.Start, g.Key, g.Sum(t => t.Amount), g.Count()));
}
