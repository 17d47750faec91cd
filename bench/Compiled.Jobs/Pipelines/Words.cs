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
internal sealed class WordsPipeline(PipelineSettings settings) : IContender
{
    public string Name => settings.Name;

    public int Passes => settings.Passes;

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        var rows = new List<WordCount>();
        await settings.RunAsync(WordCounts
            .Read(lines: settings.Source(input))
            .Write(counts: Sink.ForEachBatch<WordCount>((batch, _) => rows.AddRange(batch))), input);
        return Answer.Words(settings.Last(rows, r => r.Word).Select(r => (r.Word.ToString(), settings.OfOnePass(r.Count))));
    }
}
