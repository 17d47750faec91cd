namespace Compiled.Jobs.Pipelines;

/// <summary>A trade; the query reads four of its six members.</summary>
public readonly record struct Trade(
    [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset CreatedTime,
    Utf8String Type,
    double Amount,
    Utf8String BrokerCode,
    Utf8String Symbol,
    int Quantity);

/// <summary>What a broker bought and sold in a quarter of an hour.</summary>
public readonly record struct BrokerTotal(DateTimeOffset Start, Utf8String Broker, double Buy, double Sell, long Count);

/// <summary>CSV, two conditional sums, a window and a key of text.</summary>
[Pipeline]
public static partial class TradeTotals
{
    [Query(OutputMode.Update)]
    static IStream<BrokerTotal> Totals([Csv] IStream<Trade> trades) => trades
        .WithWatermark(t => t.CreatedTime, "30 minutes")
        .GroupBy(t => t.BrokerCode, Window.Tumbling("15 minutes"))
        .Select(g => new BrokerTotal(
            g.Window.Start,
            g.Key,
            g.Sum(t => t.Type == "BUY" ? t.Amount : 0),
            g.Sum(t => t.Type == "SELL" ? t.Amount : 0),
            g.Count()));
}

/// <summary>The compiled pipeline.</summary>
internal sealed class TradesPipeline(PipelineSettings settings) : IContender
{
    public string Name => settings.Name;

    public int Passes => settings.Passes;

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        var rows = new List<BrokerTotal>();
        await settings.RunAsync(TradeTotals
            .Read(trades: settings.Source(input))
            .Write(totals: Sink.ForEachBatch<BrokerTotal>((batch, _) => rows.AddRange(batch))), input);
        return Answer.Trades(settings.Last(rows, r => (r.Start, r.Broker))
            .Select(r => (r.Start.ToUnixTimeMilliseconds(), r.Broker.ToString(), settings.OfOnePass(r.Buy), settings.OfOnePass(r.Sell), settings.OfOnePass(r.Count))));
    }
}
