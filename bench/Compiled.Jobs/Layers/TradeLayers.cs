using Compiled.Jobs.Pipelines;

namespace Compiled.Jobs.Layers;

/// <summary>The trades job, ended early.</summary>
[Pipeline]
public static partial class TradesFramed
{
    [Query(OutputMode.Append)]
    static IStream<double> Rows([Csv] IStream<Trade> trades) => trades.Where(t => t.BrokerCode.Length > 1000).Select(t => t.Amount);
}

[Pipeline]
public static partial class TradesDecoded
{
    [Query(OutputMode.Append)]
    static IStream<double> Rows([Csv] IStream<Trade> trades) => trades
        .Where(t => t.Amount < -1 && t.CreatedTime < DateTimeOffset.UnixEpoch && t.BrokerCode.Length > 1000 && t.Type.Length > 1000).Select(t => t.Amount);
}

[Pipeline]
public static partial class TradesGrouped
{
    [Query(OutputMode.Update)]
    static IStream<(DateTimeOffset Start, Utf8String Broker, long Count)> Rows([Csv] IStream<Trade> trades) => trades
        .WithWatermark(t => t.CreatedTime, "30 minutes").GroupBy(t => t.BrokerCode, Window.Tumbling("15 minutes")).Select(g => (g.Window.Start, g.Key, g.Count()));
}
