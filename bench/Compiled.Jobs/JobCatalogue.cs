using Compiled.Jobs.Libraries;
using Compiled.Jobs.Pipelines;
using Compiled.Jobs.Plain;

namespace Compiled.Jobs;

/// <summary>The jobs. Sizes and answers are those of the workloads' definition.</summary>
internal static class JobCatalogue
{
    public static IReadOnlyList<Job> All { get; } =
    [
        new("invoices", "invoices", 1_000_000, "e629238a40f8ab45ba967e7a48163026dad0802b204d299fd74ad8a1a9d40c1c", "invoices_lazy", References.Invoices,
        [
            new InvoicesPipeline(PipelineSettings.Read),
            new InvoicesPipeline(PipelineSettings.Mapped),
            new InvoicesPipeline(PipelineSettings.Long(40)),
            new InvoicesPipeline(PipelineSettings.LongCheckpointed(40)),
            new InvoicesLoop(),
            new InvoicesSystemTextJson(),
        ]),
        new("trades", "trades", 5_000_000, "5c6a856ed606050581d628045eade240ee19a9137dd1b09e229cabc3764f95b2", "trades", References.Trades,
        [
            new TradesPipeline(PipelineSettings.Read),
            new TradesPipeline(PipelineSettings.Mapped),
            new TradesPipeline(PipelineSettings.Long(44)),
            new TradesPipeline(PipelineSettings.LongCheckpointed(44)),
            new TradesLoop(),
            new TradesCsvHelper(),
        ]),
        new("ysb", "ysb", 10_000_000, "e42e5e45c4764d3e4dcbe0799ea64e74b2cb6535e1e76da1b7d5e85956462917", "ysb", References.Ysb,
        [
            new YsbPipeline(PipelineSettings.Read),
            new YsbPipeline(PipelineSettings.Mapped),
            new YsbPipeline(PipelineSettings.Long(80)),
            new YsbPipeline(PipelineSettings.LongCheckpointed(80)),
            new YsbLoop(),
            new YsbLinq(),
            new YsbReactive(),
        ]),
        new("keys", "keys", 10_000_000, "7c68bb88396fc163e62955c1bd8dc15903ef70b25457952f1b2cf73632400b36", "keys", References.Keys,
        [
            new KeysPipeline(PipelineSettings.Read),
            new KeysPipeline(PipelineSettings.Mapped),
            new KeysPipeline(PipelineSettings.Long(24)),
            new KeysPipeline(PipelineSettings.LongCheckpointed(24)),
            new KeysLoop(),
            new KeysLinq(),
        ]),
        new("words", "words", 3_000_000, "ef3f8b480ebddf94751731aa4abb2d2c379e3b746646e6188be5a8b4304a33d9", "words", References.Words,
        [
            new WordsPipeline(PipelineSettings.Read),
            new WordsPipeline(PipelineSettings.Mapped),
            new WordsPipeline(PipelineSettings.Long(18)),
            new WordsPipeline(PipelineSettings.LongCheckpointed(18)),
            new WordsLoop(),
            new WordsLinq(),
        ]),
        new("narrow", "invoices", 1_000_000, null, null, References.Narrow,
        [
            new NarrowPipeline(PipelineSettings.Read),
            new NarrowLoop(),
            new NarrowSystemTextJson(),
        ]),
        new("wide", "invoices", 1_000_000, null, null, References.Wide,
        [
            new WidePipeline(PipelineSettings.Read),
            new WideLoop(),
            new WideSystemTextJson(),
        ]),
    ];
}
