namespace Compiled.Jobs.Pipelines;

/// <summary>An advertisement seen, as it lies in the file: 24 bytes.</summary>
public readonly record struct AdEvent(
    long AdId,
    [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset Time,
    int Type,
    int Padding);

/// <summary>How often a campaign was seen in ten seconds.</summary>
public readonly record struct CampaignCount(DateTimeOffset Start, long Campaign, long Count);

/// <summary>Binary records, a filter, an arithmetic key and a window.</summary>
[Pipeline]
public static partial class CampaignCounts
{
    [Query(OutputMode.Update)]
    static IStream<CampaignCount> Counts([Binary] IStream<AdEvent> events) => events
        .Where(e => e.Type == 0)
        .WithWatermark(e => e.Time, "30 seconds")
        .GroupBy(e => e.AdId / 10, Window.Tumbling("10 seconds"))
        .Select(g => new CampaignCount(g.Window.Start, g.Key, g.Count()));
}

/// <summary>The compiled pipeline.</summary>
internal sealed class YsbPipeline(PipelineSettings settings) : IContender
{
    public string Name => settings.Name;

    public int Passes => settings.Passes;

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        var rows = new List<CampaignCount>();
        await settings.RunAsync(CampaignCounts
            .Read(events: settings.Source(input))
            .Write(counts: Sink.ForEachBatch<CampaignCount>((batch, _) => rows.AddRange(batch))), input);
        return Answer.Ysb(settings.Last(rows, r => (r.Start, r.Campaign)).Select(r => (r.Start.ToUnixTimeMilliseconds(), r.Campaign, settings.OfOnePass(r.Count))));
    }
}
