using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Incremental;

/// <summary>
/// Code as it is while being written: tokens missing, doubled, swapped. The generator never fails on it, and what is without error to the C# compiler and to the parser
/// is without error when generated.
/// </summary>
public sealed class MutatedCodeTests
{
    private const string Rich = """
        namespace Rich;

        public record struct Item(int Qty, double Price, Utf8String? Code);
        public record struct Inner(int X, Utf8String? City);
        public record struct Row(int A, Utf8String Type, double V, int? N, DateTimeOffset Time, string S, Inner In, Inner? Maybe, Rows<Item> Items, [property: EventTime] DateTimeOffset At, bool B);
        public record struct Flat(int A, Utf8String Type, double V, DateTimeOffset At);
        public record struct Sum(Utf8String Type, DateTimeOffset Start, long Count, double V, int? Least);
        public record struct Acc(long Count, double V) { public Acc Add(Sum s) => new(Count + s.Count, V + s.V); }

        [Pipeline]
        public static partial class P
        {
            private const int Limit = 7;
            private static int Twice(int x) => x * 2;
            static bool IsGood(Flat f) => f.A > 1;

            [Query]
            static IStream<Flat> Flats([Json] IStream<Row> rows, double min = 0.5) => rows
                .Where(r => r.A > Limit && r.Type != "x" || r.Maybe?.City == "y" && r.N is > 3 or null)
                .SelectMany(r => r.Items, (r, i) => new Flat(Twice(r.A) + i.Qty, i.Code ?? r.Type, i.Price * r.V > min ? i.Price : r.In.X, r.At.AddMinutes(5)))
                .Where(IsGood);

            [Query(OutputMode.Update)]
            static IStream<Sum> Sums([Json] IStream<Row> rows) => Flats(rows, 3)
                .WithWatermark(f => f.At, "10 minutes")
                .GroupBy(f => f.Type, Window.Tumbling("5 minutes"))
                .Where(g => g.Count() > 1)
                .Select(g => new Sum(g.Key, g.Window.Start, g.Count(f => f.A > 0), g.Average(f => f.V) + g.Sum(f => f.V), g.Min(f => f.A == 0 ? default(int?) : f.A)));

            [Query(OutputMode.Complete)]
            static IStream<Acc> Running([Json] IStream<Row> rows, int top = 10) => Sums(rows).OrderByDescending(s => s.Start).ThenBy(s => s.Type).Take(top).Scan(new Acc(0, 0), (a, s) => a.Add(s));

            [Query]
            static IStream<Inner> Words([Csv(Delimiter = ';')] IStream<Flat> lines) =>
                from l in lines let n = l.A + 1 from w in l.Type.Split(' ') let partner = w.Trim() where n > 1 && partner.Length < 5 select new Inner { X = n switch { 1 => 2, > 3 => 4, _ => (int)l.V }, City = partner };
        }
        """;

    public static TheoryData<string, int> Runs => new()
    {
        { nameof(Rich), 1 },
        { nameof(Rich), 2 },
        { nameof(Rich), 3 },
        { nameof(Samples.Trades), 4 },
        { nameof(Samples.Invoices), 5 },
        { nameof(Samples.WordCount), 6 },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Neither_fails_the_generator_nor_what_it_generates(string name, int seed)
    {
        string source = name == nameof(Rich) ? Rich : (string)typeof(Samples).GetField(name)!.GetRawConstantValue()!;
        Random random = new(seed);
        GeneratorDriver driver = GeneratorRun.NewDriver();
        int sound = 0;
        CSharpCompilation compilation = TestCompilation.Create(source);
        AssertSound(ref driver, compilation, source, ref sound);
        Assert.Equal(1, sound);
        for (int i = 0; i < 60; i++)
        {
            string mutated = Mutate(source, random);
            SyntaxTree old = compilation.SyntaxTrees.Single(t => t.FilePath == "File0.cs");
            compilation = compilation.ReplaceSyntaxTree(old, TestCompilation.Tree(mutated, old.FilePath));
            AssertSound(ref driver, compilation, mutated, ref sound);
        }

        // Literals and names that are put in the place of others leave some mutations sound, so that generated code is compiled too.
        Assert.True(sound > 3, $"Only {sound} mutations left the code sound.");
    }

    private static void AssertSound(ref GeneratorDriver driver, CSharpCompilation compilation, string source, ref int sound)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        Assert.True(driver.GetRunResult().Results.Single().Exception is null, $"{driver.GetRunResult().Results.Single().Exception}\n{source}");
        if (compilation.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return;
        }

        Diagnostic? error = generated.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        Assert.True(error is null, $"{error}\n{error?.Location.SourceTree?.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line]}\n{source}");
        sound++;
    }

    private static string Mutate(string source, Random random)
    {
        SyntaxToken[] tokens = TestCompilation.Tree(source, "").GetRoot().DescendantTokens().Where(t => t.Span.Length > 0).ToArray();
        SyntaxToken one = tokens[random.Next(tokens.Length)];
        SyntaxToken[] alike = tokens.Where(t => t.IsKind(one.Kind()) && t.Text != one.Text).ToArray();
        string other = alike.Length > 0 ? alike[random.Next(alike.Length)].Text : tokens[random.Next(tokens.Length)].Text;
        string text = random.Next(8) switch
        {
            0 => "",
            1 => one.Text + " " + one.Text,
            2 => tokens[random.Next(tokens.Length)].Text,
            _ => other,
        };
        return source.Remove(one.SpanStart, one.Span.Length).Insert(one.SpanStart, text);
    }
}
