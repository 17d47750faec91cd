using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Incremental;

/// <summary>After any series of edits a driver that has cached generates what a new one does.</summary>
public sealed class WarmEqualsColdTests
{
    private static readonly string[] s_files =
    [
        """
        namespace Market;
        public readonly record struct Trade(DateTimeOffset CreatedTime, Utf8String Type, long Amount, Utf8String BrokerCode);
        public readonly record struct Total(Utf8String Broker, long Buy);
        """,
        """
        namespace Market;
        public static class Rules { public const long Limit = 5; public static long Weigh(long x) => x; public static long Unseen(long z) => z; }
        """,
        """
        namespace Market;
        [Pipeline]
        public static partial class Totals
        {
            [Query(OutputMode.Update)]
            static IStream<Total> ByBroker([Json] IStream<Trade> trades, long factor = 1) => trades
                .Where(t => t.Amount > Rules.Limit)
                .GroupBy(t => t.BrokerCode)
                .Select(g => new Total(g.Key, g.Sum(t => Rules.Weigh(t.Amount) * factor)));
        }
        """,
        """
        namespace Market;
        [Pipeline]
        public static partial class Large
        {
            [Query] static IStream<Trade> Trades([Json] IStream<Trade> trades) => trades.Where(t => t.Type == "BUY");
        }
        """,
    ];

    /// <summary>Each edit puts its second text in the place of its first, or back.</summary>
    private static readonly (int File, string Old, string New)[] s_edits =
    [
        (0, "long Amount", "int Amount"),
        (0, "BrokerCode)", "BrokerCode, [property: EventTime(Unit = TimeUnit.Seconds)] DateTimeOffset At)"),
        (0, "Utf8String Type", "string Type"),
        (0, "readonly record struct Total", "record class Total"),
        (0, "namespace Market;", "namespace Market;\n\n// a remark\n"),
        (1, "Limit = 5", "Limit = 6"),
        (1, "Weigh(long x) => x", "Weigh(long y) => y"),
        (1, "=> z;", "=> z + 1;"),
        (1, "{ public const", "{ public enum Kind { Buy = 1 } public const"),
        (1, "namespace Market;", "#nullable disable\nnamespace Market;"),
        (2, "OutputMode.Update", "OutputMode.Complete"),
        (2, "long factor = 1", "long factor = 2"),
        (2, "namespace Market;", "// moved down\nnamespace Market;"),
        (2, "t => t.BrokerCode)", "t => new { t.BrokerCode, t.Type }.BrokerCode)"),
        (2, "g.Sum(t => ", "g.Max(t => "),
        (2, "factor)));", "factor)));\n    [Query] static IStream<Trade> More([Json] IStream<Trade> trades) => trades.Where(t => t.Amount < 0);"),
        (3, "partial class Large", "partial class Huge"),
        (3, "trades.Where", "trades.Where(t => t.Amount > 1).Where"),
        (3, "[Json]", "[Csv(Delimiter = ';')]"),
        (3, "namespace Market;", "namespace Market.Inner;"),
    ];

    /// <summary>Edits after which the code is wrong, in our eyes or in those of C#; undone after one run, so that they do not hide the others.</summary>
    private static readonly (int File, string Old, string New)[] s_faults =
    [
        (0, "Type,", "Type, Guid Id,"),
        (1, "public static long Weigh", "public static double Weigh"),
        (1, "class Rules", "class Renamed"),
        (2, "[Query(", "[Query(OutputMode.Append), Query("),
        (2, "static partial class Totals", "static class Totals"),
        (2, "[Pipeline]", "[Obsolete]"),
        (3, "== \"BUY\")", "== )"),
        (3, "public static partial", "[Pipeline] public static partial"),
        (3, "public static partial class", "public static int"),
        (3, "t => t.Type", "t => $\"{t.Amount}\".Length == 3 && t.Type"),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(20190205)]
    [InlineData(77)]
    public void After_a_random_series_of_edits(int seed)
    {
        Random random = new(seed);
        string[] texts = [.. s_files];
        CSharpCompilation compilation = TestCompilation.Create(texts);
        GeneratorDriver warm = GeneratorRun.NewDriver();
        HashSet<string> states = [];
        (int File, string Old, string New)? fault = null;
        for (int step = 0; step < 40; step++)
        {
            // Sometimes several edits come before the generator runs.
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                compilation = Toggle(compilation, texts, s_edits[random.Next(s_edits.Length)]);
            }

            if (fault is { } wrong)
            {
                compilation = Toggle(compilation, texts, wrong);
            }

            fault = fault is null && random.Next(3) == 0 ? s_faults[random.Next(s_faults.Length)] : null;
            if (fault is { } next)
            {
                compilation = Toggle(compilation, texts, next);
            }

            warm = warm.RunGenerators(compilation);
            string[] cold = GeneratorRun.Files(GeneratorRun.NewDriver().RunGenerators(compilation));
            Assert.Equal(cold, GeneratorRun.Files(warm));
            states.Add(string.Join("\n", cold));
        }

        Assert.True(states.Count > 20, $"Only {states.Count} different outputs: the edits do not reach the generator.");
    }

    private static CSharpCompilation Toggle(CSharpCompilation compilation, string[] texts, (int File, string Old, string New) edit)
    {
        string text = texts[edit.File];
        texts[edit.File] = text.Contains(edit.New, StringComparison.Ordinal)
            ? text.Replace(edit.New, edit.Old, StringComparison.Ordinal)
            : text.Replace(edit.Old, edit.New, StringComparison.Ordinal);
        Assert.NotEqual(text, texts[edit.File]);
        SyntaxTree old = compilation.SyntaxTrees.Single(t => t.FilePath == $"File{edit.File}.cs");
        return compilation.ReplaceSyntaxTree(old, TestCompilation.Tree(texts[edit.File], old.FilePath));
    }
}
