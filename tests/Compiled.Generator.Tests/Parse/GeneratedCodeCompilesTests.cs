using Compiled.Generator.Tests.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Parse;

/// <summary>Whatever the parser accepts becomes code that compiles: all forms that the parser's tests read are generated, as queries of one class, and compiled.</summary>
public sealed class GeneratedCodeCompilesTests
{
    [Fact]
    public void For_every_form_of_operator()
    {
        string[] forms = TestCompilation.Forms(typeof(OperatorParserTests), nameof(OperatorParserTests.Reads), nameof(OperatorParserTests.Reads_the_pairs_that_query_syntax_makes));

        Compile(OperatorParserTests.Source.Replace("QUERIES", TestCompilation.Queries(OperatorParserTests.Query, forms), StringComparison.Ordinal), forms.Length);
    }

    [Fact]
    public void For_every_form_of_expression()
    {
        string[] forms = TestCompilation.Forms(typeof(ExpressionParserTests), nameof(ExpressionParserTests.Reads));
        string query = ExpressionParserTests.Query
            .Replace("r => EXPRESSION", "r => new { V = EXPRESSION }", StringComparison.Ordinal)
            .Replace("new X(1)", "new X(Hash(x.V))", StringComparison.Ordinal);
        string queries = "private static int Hash<T>(T value) => 1;\n" + TestCompilation.Queries(query, forms);

        Compile(ExpressionParserTests.Source.Replace("QUERIES", queries, StringComparison.Ordinal), forms.Length);
    }

    /// <summary>Accessibility, nesting, names that generated code or C# uses itself, every form of row, key and aggregate.</summary>
    [Theory]
    [InlineData("internal record struct R(int A); [Pipeline] public static partial class P { [Query] static IStream<R> Q([Json] IStream<R> rows) => rows.Where(r => r.A > 1); }")]
    [InlineData("[Pipeline] public static partial class P { private record struct R(int A); [Query] static IStream<R> Q([Json] IStream<R> rows) => rows.Where(r => r.A > 1); }")]
    [InlineData("public partial class O { private record struct R(int A); [Pipeline] private static partial class P { [Query] static IStream<R> Q([Json] IStream<R> rows) => rows.Where(r => r.A > 1); } }")]
    [InlineData("public record struct R(int A); public partial record struct O { [Pipeline] public partial record P { [Query] static IStream<R> Q([Json] IStream<R> rows) => rows.Where(r => r.A > 1); } }")]
    [InlineData("public record struct R<T>(T A); [Pipeline] public partial class P { [Query] static IStream<R<int>> Q([Json] IStream<R<int>> rows) => rows.Where(r => r.A > 1); }")]
    [InlineData("namespace N; public record struct R(int @class, Utf8String @event, long @int); [Pipeline] public partial class P { [Query(OutputMode.Update)] static IStream<R> @string([Json] IStream<R> @params, int @long = 3) => @params.Where(r => r.@class > @long).GroupBy(r => r.@event).Select(g => new R((int)g.Count(), g.Key, g.Sum(r => r.@int))); }")]
    [InlineData("namespace My.Compiled.System; public record struct R(int A); [global::Compiled.Pipeline] public partial class P { [global::Compiled.Query] static global::Compiled.IStream<R> Q([global::Compiled.Json] global::Compiled.IStream<R> rows) => global::Compiled.StreamOperators.Where(rows, r => r.A > 1); }")]
    [InlineData("public record struct R(int Start, int Count, int Rows, int Frame, int Length, int HasValue, int i, int row, Utf8String Text, int This); [Pipeline] public partial class P { [Query] static IStream<R> Q([Json] IStream<R> rows) => rows.Where(r => r.row > r.i && r.Count > 1); [Query(OutputMode.Complete)] static IStream<R> frame([Json] IStream<R> rows) => rows.GroupBy(r => new { r.Text, r.Start, r.This }).Select(g => new R(g.Key.Start, (int)g.Count(), (int)g.Sum(r => r.Rows), 1, 2, 3, 4, 6, g.Key.Text, g.Key.This)); }")]
    [InlineData("public record struct R(int A); [Pipeline] public partial class P { [Query] static IStream<R> Q([Json] IStream<R> frame, [Json] IStream<R> worker, [Json] IStream<R> context) => frame.Union(worker).Union(context).Where(r => r.A > 1); [Query] static IStream<R> Read([Json] IStream<R> frame) => frame; }")]
    [InlineData("public class R { public int A { get; set; } public string? B { get; init; } public In? C { get; set; } } public class In { public double X { get; set; } public required string Y { get; set; } } [Pipeline] public partial class P { [Query] static IStream<R> Q([Json] IStream<R> rows) => rows.Where(r => r.A > 1 && r.C?.X > 1); }")]
    [InlineData("[Pipeline] public partial class P { [Query] static IStream<(int A, Utf8String B)> Q([Csv] IStream<(int A, Utf8String B)> rows) => rows.Where(r => r.A > 1).Select(r => (r.A + 1, r.B)); }")]
    [InlineData("[Pipeline] public partial class P { [Query] static IStream<int> Q([Json] IStream<int> rows) => rows.Where(r => r > 1); [Query] static IStream<Utf8String> W([Text] IStream<string> lines) => lines.Where(l => l.Length > 1).Select(l => (Utf8String)l); }")]
    [InlineData("public record struct R(int A); [Pipeline] public partial class P { [Query] static IStream<int> Q([Json] IStream<R> rows) => rows.Select(r => 1); [Query(OutputMode.Complete)] static IStream<long> C([Json] IStream<R> rows) => rows.GroupBy(r => 1).Select(g => g.Count()); }")]
    [InlineData("public record struct R(int A, Utf8String B, Rows<int> C); [Pipeline] public partial class P { [Query] static IStream<int> Q(IStream<R> rows) => rows.SelectMany(r => r.C); }")]
    [InlineData("[Pipeline] public partial class P { }")]
    [InlineData("public record struct R(int A); public record struct Acc(long Sum); [Pipeline] public partial class P { [Query] static IStream<Acc> Q([Json] IStream<R> rows) => rows.Scan(new Acc(0), (a, r) => a with { Sum = a.Sum + r.A }); }")]
    [InlineData("public record struct R(int? A, Utf8String? B, DateTimeOffset? C, string? D); public record struct S(int? A, Utf8String? B, DateTimeOffset? C, string? D, long N); [Pipeline] public partial class P { [Query(OutputMode.Update)] static IStream<S> Q([Json] IStream<R> rows) => rows.GroupBy(r => (r.A, r.B, r.C, r.D)).Select(g => new S(g.Key.A, g.Key.B, g.Key.C, g.Key.D, g.Count())); }")]
    [InlineData("public record struct K(int A, Utf8String B); public record struct R(int A, Utf8String B, K Key, K? Maybe); public record struct S(K Key, long N); [Pipeline] public partial class P { [Query(OutputMode.Update)] static IStream<S> Q([Json] IStream<R> rows) => rows.GroupBy(r => new K(r.A, r.B)).Select(g => new S(g.Key, g.Count())); [Query(OutputMode.Update)] static IStream<S> Q2([Json] IStream<R> rows) => rows.GroupBy(r => r.Key).Select(g => new S(g.Key, g.Count())); [Query(OutputMode.Update)] static IStream<long> Q3([Json] IStream<R> rows) => rows.GroupBy(r => r.Maybe).Select(g => g.Count()); }")]
    [InlineData("public record struct R(int A, Utf8String B, DateTimeOffset C, double? D, decimal E, float F, DateOnly G, TimeSpan H, string I, byte J); public record struct S(int A, Utf8String B, DateTimeOffset C, double? D, decimal E, float F, DateOnly G, TimeSpan H, string I, byte J, double K, double? L, decimal M, long N); [Pipeline] public partial class P { [Query(OutputMode.Update)] static IStream<S> Q([Json] IStream<R> rows) => rows.GroupBy(r => r.A).Select(g => new S(g.Min(r => r.A), g.Max(r => r.B), g.Min(r => r.C), g.Max(r => r.D), g.Min(r => r.E), g.Max(r => r.F), g.Min(r => r.G), g.Max(r => r.H), g.Min(r => r.I), g.Max(r => r.J), g.Average(r => r.A), g.Average(r => r.D), g.Average(r => r.E), g.Sum(r => r.J))); }")]
    [InlineData("public record struct R(int? A, long? B, double? C, decimal? D); public record struct S(long A, long B, double C, decimal D); [Pipeline] public partial class P { [Query(OutputMode.Update)] static IStream<S> Q([Json] IStream<R> rows) => rows.GroupBy(r => 1).Select(g => new S(g.Sum(r => r.A), g.Sum(r => r.B), g.Sum(r => r.C), g.Sum(r => r.D))); }")]
    [InlineData("public record struct R(int A, Utf8String B, int? C, decimal D); public record struct S(long A, long B, long C, long D); [Pipeline] public partial class P { [Query(OutputMode.Update)] static IStream<S> Q([Json] IStream<R> rows) => rows.GroupBy(r => r.D).Select(g => new S(g.CountDistinct(r => r.A), g.CountDistinct(r => r.B), g.CountDistinct(r => r.C), g.CountDistinct(r => r.D))); }")]
    [InlineData("public record struct Program(int A); public record struct Worker(int A); public record struct Inputs(int A); [Pipeline] public partial class P { [Query] static IStream<Inputs> Q([Json] IStream<Program> program, [Json] IStream<Worker> worker, int inputs = 1) => program.Where(p => p.A > inputs).Select(p => new Inputs(p.A)).Union(worker.Select(w => new Inputs(w.A))); }")]
    [InlineData("public static class Program { public static int Twice(int x) => 2 * x; } public record struct R(int A, double B); [Pipeline] public partial class P { record struct Worker(int A); [Query] static IStream<int> Q([Json] IStream<R> rows) => rows.Select(r => new Worker(Program.Twice(r.A))).Select(w => w.A); }")]
    [InlineData("public record struct R(int A, Utf8String B); [Pipeline] public partial class P { [Query(OutputMode.Update)] static IStream<long> Arena([Json] IStream<R> arena, int @class = 1) => arena.GroupBy(r => r.A + @class).Select(g => g.Count()); [Query] static IStream<int> Scratch([Json] IStream<R> bindings, [Json] IStream<R> malformed, int @int, int Description, int PlanText) => bindings.Union(malformed).Where(r => r.A > @int + Description + PlanText).Select(r => r.A); [Query] static IStream<Utf8String> Parts([Json] IStream<R> parts) => parts.SelectMany(r => r.B.Split(' ')); }")]
    [InlineData("public record struct R(int A, int B); public record struct TradesKey(int A, int B); [Pipeline] public partial class P { [Query(OutputMode.Update)] static IStream<long> Trades([Json] IStream<R> trades) => trades.GroupBy(r => new TradesKey(r.A, r.B)).Select(g => g.CountDistinct(r => r.A)); [Query(OutputMode.Update)] static IStream<long> TradesPort([Json] IStream<R> trades, [Json] IStream<R> Trades) => trades.Union(Trades).GroupBy(r => r.A).Select(g => g.Sum(r => r.B)); [Query] static IStream<int> TradesColumns([Json] IStream<R> tradesDecoder) => tradesDecoder.Where(r => r.A > 1 && r.B > 1).Select(r => r.A * 2); }")]
    [InlineData("public record struct R(int A, double B); [Pipeline] public partial class P { [Query] static IStream<(int computed0, int c_A, int staged, double maxTime0)> Q([Json] IStream<R> rows) => rows.Select(r => (computed0: r.A * 2, c_A: r.A % 3, staged: r.A / 5, maxTime0: r.B + 1)).Select(r => (r.computed0 % 2, r.c_A / 2, r.staged * 2, r.maxTime0)); }")]
    public void For_whatever_surrounds_a_query(string source) => Compile(source, source.Split("[Query", StringSplitOptions.None).Length + source.Split(".Query", StringSplitOptions.None).Length - 2);

    /// <summary>Generated code stands in the user's project, whose setting says what arithmetic without a word means.</summary>
    [Theory]
    [InlineData(false, "checked((value >> 3) * 2)", "checked((row2 >> 3) * 2L)")]
    [InlineData(false, "unchecked((value >> 3) * 2)", "((row2 >> 3) * 2L)")]
    [InlineData(false, "checked((unchecked(value * value) >> 7) - 1)", "checked((unchecked(row2 * row2) >> 7) - 1L)")]
    [InlineData(true, "(value >> 3) * 2", "((row2 >> 3) * 2L)")]
    [InlineData(true, "unchecked((value >> 3) * 2)", "unchecked((row2 >> 3) * 2L)")]
    [InlineData(true, "unchecked((byte)(value >> 3))", "((long)(unchecked((byte)((row2 >> 3)))))")]
    public void Overflow_is_checked_where_the_user_has_it_checked(bool inProject, string expression, string expected)
    {
        // Shifts, since what can be vector code is written in another form.
        string source = $"public record struct R(long A); [Pipeline] public partial class P {{ [Query] static IStream<(long, long)> Q([Json] IStream<R> rows) => rows.Select(r => r.A >> 3).Select(value => (value, (long)({expression}))); }}";
        CSharpCompilation compilation = TestCompilation.Create(source);
        compilation = compilation.WithOptions(compilation.Options.WithOverflowChecks(inProject));
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        Assert.DoesNotContain(generated.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        string file = Assert.Single(GeneratorRun.Files(driver));
        Assert.Contains($"var item2 = {expected};", file, StringComparison.Ordinal);
    }

    private static void Compile(string source, int queries)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        Assert.Equal(queries, TestCompilation.Parse(compilation, mustCompile: true).Plan!.Queries.Count);
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        IEnumerable<string> errors = generated.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(Describe);
        Assert.Equal([], errors.Take(5));
    }

    private static string Describe(Diagnostic error)
    {
        SyntaxTree tree = error.Location.SourceTree!;
        return $"{error.Id} {error.GetMessage()}: {tree.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()}";
    }
}
