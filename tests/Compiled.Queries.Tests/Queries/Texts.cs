namespace Compiled.Queries.Tests.Queries;

public readonly record struct WordCounted(Utf8String Word, long Count);

/// <summary>Lines of text: split, counted, cut.</summary>
[Pipeline]
public static partial class TextLines
{
    [Query(OutputMode.Complete)]
    static IStream<WordCounted> Words([Text] IStream<Utf8String> lines) => lines
        .SelectMany(line => line.Split(' '))
        .GroupBy(word => word)
        .Select(g => new WordCounted(g.Key, g.Count()));

    [Query(OutputMode.Update)]
    static IStream<WordCounted> Trimmed([Text] IStream<Utf8String> lines) => lines
        .Where(line => !line.StartsWith("#"))
        .SelectMany(line => line.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        .Where(part => part.Length > 1)
        .GroupBy(part => part.Trim())
        .Select(g => new WordCounted(g.Key, g.Count()));

    [Query]
    static IStream<Utf8String> Long([Text] IStream<Utf8String> lines, int length) => lines.Where(line => line.Length > length).Select(line => line.Substring(0, 3));

    [Query]
    static IStream<(Utf8String Word, int At, bool Hash)> Places([Text] IStream<Utf8String> lines) => lines
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries), (line, word) => new { line, word })
        .Where(x => x.word > "m")
        .Select(x => (x.word, x.line.IndexOf(x.word), x.line.Contains("#")));

    [Query(OutputMode.Complete)]
    static IStream<(int Length, long Lines, Utf8String Least, Utf8String Greatest)> Lengths([Text] IStream<Utf8String> lines) => lines
        .GroupBy(line => line.Length % 7)
        .Select(g => (g.Key, g.Count(), g.Min(l => l), g.Max(l => l)))
        .OrderBy(r => r.Item1);

    [Query(OutputMode.Complete)]
    static IStream<WordCounted> MadeWords([Text] IStream<Utf8String> lines) => lines
        .SelectMany(line => TextRules.Doubled(line).Split(' '))
        .GroupBy(word => word.Length > 3 ? TextRules.Doubled(word) : word)
        .Select(g => new WordCounted(g.Key, g.Count()));

    [Query]
    static IStream<Utf8String> MadeParts([Text] IStream<Utf8String> lines) => lines.SelectMany(line => TextRules.Doubled(line).Split(','));

    [Query]
    static IStream<Utf8String> PartsOfParts([Text] IStream<Utf8String> lines) => lines.SelectMany(line => line.Split(' ')).SelectMany(word => word.Split('-'));

    [Query(OutputMode.Complete)]
    static IStream<(Utf8String Name, long Count)> Made([Text] IStream<Utf8String> lines) => lines
        .SelectMany(line => TextRules.Parts(line))
        .GroupBy(part => part)
        .Select(g => (g.Key, g.Count()));
}

/// <summary>All queries split lines alike and read nothing else of them, so that the decoder splits.</summary>
[Pipeline]
public static partial class TextParts
{
    [Query(OutputMode.Complete)]
    static IStream<WordCounted> Words([Text] IStream<Utf8String> lines) => lines
        .SelectMany(line => line.Split(' '))
        .GroupBy(word => word)
        .Select(g => new WordCounted(g.Key, g.Count()));

    [Query]
    static IStream<Utf8String> Long([Text] IStream<Utf8String> lines, int length) => lines.SelectMany(line => line.Split(' ')).Where(word => word.Length > length);

    [Query(OutputMode.Update)]
    static IStream<(int Length, long Words, Utf8String Greatest)> Lengths([Text] IStream<Utf8String> lines) => lines
        .SelectMany(line => line.Split(' '), (line, word) => new { word, Length = word.Length })
        .Where(x => x.Length != 1)
        .GroupBy(x => x.Length)
        .Select(g => (g.Key, g.Count(), g.Max(x => x.word)));
}

[Pipeline]
public static partial class TextFields
{
    [Query(OutputMode.Complete)]
    static IStream<WordCounted> Words([Text] IStream<Utf8String> lines) => lines
        .SelectMany(line => line.Split(',', StringSplitOptions.RemoveEmptyEntries))
        .GroupBy(word => word)
        .Select(g => new WordCounted(g.Key, g.Count()));
}

public static class TextRules
{
    public static Utf8String Doubled(Utf8String text) => new(text.ToString() + text.ToString());

    /// <summary>Texts that do not lie in the input.</summary>
    public static IEnumerable<Utf8String> Parts(Utf8String line)
    {
        yield return "lines";
        yield return new Utf8String("length " + line.Length);
    }
}
