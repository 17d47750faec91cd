namespace Compiled.Samples;

public readonly record struct Counted(Utf8String Word, long Count);

/// <summary>How often each word has come so far.</summary>
[Pipeline]
public static partial class WordCount
{
    [Query(OutputMode.Complete)]
    static IStream<Counted> Counts([Text] IStream<Utf8String> lines) => lines
        .SelectMany(line => line.Split(' '))
        .GroupBy(word => word)
        .Select(g => new Counted(g.Key, g.Count()));
}
