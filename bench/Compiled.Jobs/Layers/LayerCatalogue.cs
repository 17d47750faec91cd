using Compiled.Jobs.Pipelines;
using Compiled.Sinks;
using Compiled.Sources;

namespace Compiled.Jobs.Layers;

/// <summary>How far a job goes; each layer does what the one before does and more.</summary>
/// <param name="Bind">The pipeline over an input; null for reading the file and nothing else.</param>
internal sealed record Layer(string Name, Func<ByteSource, JobBuilder>? Bind);

/// <summary>The layers of the five jobs.</summary>
internal static class LayerCatalogue
{
    private static readonly Layer s_read = new("read", null);

    public static IReadOnlyDictionary<string, Layer[]> All { get; } = new Dictionary<string, Layer[]>
    {
        ["invoices"] =
        [
            s_read,
            new("frame", source => InvoicesFramed.Read(invoices: source).Write(rows: None<double>())),
            new("decode", source => InvoicesDecoded.Read(invoices: source).Write(rows: None<double>())),
            new("filter", source => InvoicesFiltered.Read(invoices: source).Write(rows: None<double>())),
            new("group", source => InvoicesGrouped.Read(invoices: source).Write(rows: None<(DateTimeOffset, Utf8String, long)>())),
            new("whole job", source => InvoiceTotals.Read(invoices: source).Write(totals: None<CityTotal>())),
        ],
        ["trades"] =
        [
            s_read,
            new("frame", source => TradesFramed.Read(trades: source).Write(rows: None<double>())),
            new("decode", source => TradesDecoded.Read(trades: source).Write(rows: None<double>())),
            new("group", source => TradesGrouped.Read(trades: source).Write(rows: None<(DateTimeOffset, Utf8String, long)>())),
            new("whole job", source => TradeTotals.Read(trades: source).Write(totals: None<BrokerTotal>())),
        ],
        ["ysb"] =
        [
            s_read,
            new("frame", source => EventsFramed.Read(events: source).Write(rows: None<long>())),
            new("decode", source => EventsDecoded.Read(events: source).Write(rows: None<long>())),
            new("filter", source => EventsFiltered.Read(events: source).Write(rows: None<long>())),
            new("whole job", source => CampaignCounts.Read(events: source).Write(counts: None<CampaignCount>())),
        ],
        ["keys"] =
        [
            s_read,
            new("decode", source => KeysDecoded.Read(values: source).Write(rows: None<long>())),
            new("group", source => KeysGrouped.Read(values: source).Write(rows: None<(ulong, long)>())),
            new("whole job", source => KeyTotals.Read(values: source).Write(totals: None<KeyTotal>())),
        ],
        ["words"] =
        [
            s_read,
            new("frame", source => WordsFramed.Read(lines: source).Write(rows: None<Utf8String>())),
            new("decode", source => WordsSplit.Read(lines: source).Write(rows: None<Utf8String>())),
            new("whole job", source => WordCounts.Read(lines: source).Write(counts: None<WordCount>())),
        ],
    };

    private static ForEachBatchSink<T> None<T>() => Sink.ForEachBatch<T>((_, _) => { });
}
