namespace Compiled.Jobs.Layers;

/// <summary>The words job, ended early.</summary>
[Pipeline]
public static partial class WordsFramed
{
    [Query(OutputMode.Append)]
    static IStream<Utf8String> Rows([Text] IStream<Utf8String> lines) => lines.Where(line => line.Length > 100_000);
}

[Pipeline]
public static partial class WordsSplit
{
    [Query(OutputMode.Append)]
    static IStream<Utf8String> Rows([Text] IStream<Utf8String> lines) => lines.SelectMany(line => line.Split(' ')).Where(word => word.Length > 100_000);
}
