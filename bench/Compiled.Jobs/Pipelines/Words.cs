namespace Compiled.Jobs.Pipelines;

/// <summary>How often a word was seen.</summary>
public readonly record struct WordCount(Utf8String Word, long Count);

/// <summary>Text lines, split and counted.</summary>
[Pipeline]
public static partial class WordCounts
{
    [Query(OutputMode.Update)]
    static IStream<WordCount> Counts([Text] IStream<Utf8String> lines) => lines
        .SelectMany(line => line.Split(' '))
        .GroupBy(word => word)
        .Select(g => new WordCount(g.Key, g.Count()));
}

/// <summary>The compiled pipeline.</summary>
internal sealed class WordsPipeline(bool mapped = false) : IContender
{
    public string Name => mapped ? "Compiled, mapped" : "Compiled";

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        var rows = new List<WordCount>();
        await WordCounts
            .Read(lines: Source.Files(input.Path, mapped: mapped))
            .Write(counts: Sink.ForEachBatch<WordCount>((batch, _) => rows.AddRange(batch)))
            .Workers(input.Workers)
            .Trigger(Trigger.AvailableNow)
            .RunAsync();
        return Answer.Words(rows.Select(r => (r.Word.ToString(), r.Count)));
    }
}
