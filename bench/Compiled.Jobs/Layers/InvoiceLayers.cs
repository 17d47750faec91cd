using Compiled.Jobs.Pipelines;

namespace Compiled.Jobs.Layers;

/// <summary>The invoices job, ended early. No row passes the last condition, so that nothing after it costs anything.</summary>
[Pipeline]
public static partial class InvoicesFramed
{
    [Query(OutputMode.Append)]
    static IStream<double> Rows([Json] IStream<Invoice> invoices) => invoices.Where(i => i.TotalValue < -1).Select(i => i.TotalValue);
}

[Pipeline]
public static partial class InvoicesDecoded
{
    [Query(OutputMode.Append)]
    static IStream<double> Rows([Json] IStream<Invoice> invoices) => invoices
        .Where(i => i.TotalValue < -1 && i.CreatedTime < DateTimeOffset.UnixEpoch && i.City.Length > 1000 && i.CustomerType.Length > 1000).Select(i => i.TotalValue);
}

[Pipeline]
public static partial class InvoicesFiltered
{
    [Query(OutputMode.Append)]
    static IStream<double> Rows([Json] IStream<Invoice> invoices) => invoices
        .Where(i => i.CustomerType == "PRIME").Where(i => i.TotalValue < -1 && i.CreatedTime < DateTimeOffset.UnixEpoch && i.City.Length > 1000).Select(i => i.TotalValue);
}

[Pipeline]
public static partial class InvoicesGrouped
{
    [Query(OutputMode.Update)]
    static IStream<(DateTimeOffset Start, Utf8String City, long Count)> Rows([Json] IStream<Invoice> invoices) => invoices
        .Where(i => i.CustomerType == "PRIME").WithWatermark(i => i.CreatedTime, "30 minutes").GroupBy(i => i.City, Window.Tumbling("15 minutes")).Select(g => (g.Window.Start, g.Key, g.Count()));
}
