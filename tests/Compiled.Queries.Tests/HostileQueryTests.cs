using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Queries.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Queries.Tests;

/// <summary>Odd queries: each is compiled, or refused by a finding of ours at the expression; generated code has never an error of C#.</summary>
public sealed class HostileQueryTests
{
    private const string Types = """
        public enum Level { Low, High = 5 }
        public readonly record struct Inner(int N, Utf8String? T);
        public readonly record struct R(int A, long B, double D, decimal M, float F, byte Y, bool X, Utf8String T, string S, Utf8String? U, int? N, double? O, DateTimeOffset At, DateTime When,
            DateOnly Day, TimeSpan Span, Inner In, Inner? Maybe, Rows<Inner> List, Rows<int> Ints, int @class, int part, int row, int list, int port, int c, Inner? maybe, Inner @in, int Dispose, Utf8String? Grow, int _arena, Rows<Inner> items);
        public record class K(int A, int B);
        public readonly record struct Sum(double Total, int N) { public Sum Plus(double d) => new(Total + d, N + 1); public static Sum operator +(Sum a, Sum b) => new(a.Total + b.Total, a.N + b.N); }
        public static class F
        {
            public const string Text = "co\"nst\\ant\n";
            public static readonly int Zero = 0;
            public static int Calls(int a, int b = 7, params int[] more) => a + b + more.Length;
            public static T Same<T>(T value) => value;
            public static bool Is(in R row) => row.A > 0;
            public static (int A, int B) Pair(int a) => (a, a + 1);
            public static int[] Numbers(int n) => new int[n];
            public static IEnumerable<string?> Names(int n) { yield return n > 0 ? "x" : null; }
            public static bool TryGet(int a, out int b) { b = a; return true; }
        }
        """;

    // Append, a row type, and the body of a query over `rows`.
    public static TheoryData<string, string, string> Odd => new()
    {
        { "Append", "int", "rows.Select(r => r.@class + r.part + r.row + r.list + r.port + r.c)" },
        { "Append", "int", "rows.Where(r => r.maybe != null && r.@in.T != null).SelectMany(r => r.items, (r, i) => r.Dispose + r._arena + i.N + r.maybe!.Value.N)" },
        { "Append", "R", "rows.Where(r => r.maybe?.T == r.Grow)" },
        { "Append", "(int @class, int part)", "rows.Select(r => new { r.@class, part = r.A * 2, row = r.B + 1, rows = 3 }).Where(x => x.part > x.row).Select(x => (x.@class, x.part))" },
        { "Append", "int", "rows.SelectMany(r => r.T.Split(' '), (r, w) => new { r, w, part = r.T.Trim() }).Where(x => x.part == x.w).Select(x => x.r.A)" },
        { "Append", "Utf8String", "rows.Select(r => r.Maybe == null ? r.T : r.Maybe.Value.T ?? r.U ?? \"none\")" },
        { "Append", "Utf8String", "rows.Select(r => (Utf8String)F.Text)" },
        { "Append", "bool", "rows.Select(r => r.T == F.Text || r.S == F.Text || r.U == r.T || r.S + \"x\" == null)" },
        { "Append", "int", "rows.Select(r => F.Calls(r.A))" },
        { "Append", "int", "rows.Select(r => F.Calls(b: r.A, a: 3))" },
        { "Append", "int", "rows.Select(r => F.Same(r.A) + F.Same<int?>(r.N) ?? 0)" },
        { "Append", "R", "rows.Where(r => F.Is(r))" },
        { "Append", "R", "rows.Where(r => F.Is(in r))" },
        { "Append", "int", "rows.Select(r => F.Pair(r.A).B)" },
        { "Append", "int", "rows.Select(r => F.Pair(r.A)).Select(p => p.A + p.B)" },
        { "Append", "int", "rows.SelectMany(r => F.Numbers(r.A))" },
        { "Append", "string", "rows.SelectMany(r => F.Names(r.A)).Where(n => n != null).Select(n => n!)" },
        { "Append", "Utf8String", "rows.SelectMany(r => new Utf8String[] { r.T, r.T })" },
        { "Append", "int", "rows.SelectMany(r => r.List.Where(i => i.N > 1)).Select(i => i.N)" },
        { "Append", "int", "rows.SelectMany(r => r.Ints).Where(i => i > 1)" },
        { "Append", "int", "rows.SelectMany(r => r.Ints, (r, i) => r.List.Count + i)" },
        { "Append", "Inner", "rows.SelectMany(r => r.List, (r, i) => i with { N = r.A })" },
        { "Append", "Rows<Inner>", "rows.Select(r => r.List)" },
        { "Append", "int", "rows.Select(r => r.List[0].N)" },
        { "Append", "long", "rows.Select(r => checked(r.B * r.A) >> 2 >>> 1)" },
        { "Append", "int", "rows.Select(r => r.N is { } n ? n : -1)" },
        { "Append", "int", "rows.Select(r => r.Maybe is { N: > 3, T: not null } ? 1 : 0)" },
        { "Append", "int", "rows.Select(r => (r.A, r.B) is (1, 2) ? 1 : 0)" },
        { "Append", "int", "rows.Select(r => (int)Level.High + (int)(Level)r.A)" },
        { "Append", "Level", "rows.Select(r => (Level)r.A)" },
        { "Append", "string", "rows.Select(r => $\"{r.A} and {r.T}\")" },
        { "Append", "string", "rows.Select(r => r.S.ToUpperInvariant()[..1])" },
        { "Append", "int", "rows.Select(r => { int x = r.A; return x; })" },
        { "Append", "int", "rows.Select(r => F.TryGet(r.A, out int b) ? b : 0)" },
        { "Append", "object", "rows.Select(r => (object)r.A)" },
        { "Append", "Func<int>", "rows.Select(r => (Func<int>)(() => r.A))" },
        { "Append", "int", "rows.Select(async r => r.A).Select(t => t.Result)" },
        { "Append", "int", "rows.Select(r => typeof(R).Name.Length + nameof(R).Length + sizeof(int))" },
        { "Append", "bool", "rows.Select(r => r.D / 0 > double.NaN || r.F % 2 == 0 || r.M / 3 > 1.5m || r.A / F.Zero == 1)" },
        { "Append", "bool", "rows.Where(r => r.D > double.NegativeInfinity && r.D != 0.1 + 0.2 && !(r.D < -0.0)).Select(r => r.X)" },
        { "Append", "bool", "rows.Where(r => r.N > 3 && r.O <= r.N && (r.X & r.N == 2 | r.O != null)).Select(r => !r.X)" },
        { "Append", "TimeSpan", "rows.Select(r => r.At - r.When.AddDays(1) + r.Span * 2)" },
        { "Append", "int", "rows.Union(rows).Union(rows.Where(r => r.A > 1)).Select(r => r.A)" },
        { "Append", "int", "(from r in rows let x = r.A + 1 let y = x * 2 from i in r.Ints let z = i + y where z > x select z)" },
        { "Append", "int", "(from r in rows from i in r.List from j in r.Ints where i.N == j select i.N + r.A)" },
        { "Append", "int", "rows.Select(r => r.A).Scan(0, (a, x) => a + x).Scan(1, (a, x) => a * x)" },
        { "Append", "Utf8String", "rows.Select(r => r.T).Scan(Utf8String.Empty, (a, x) => x > a ? x : a)" },
        { "Append", "Sum", "rows.Select(r => r.D).Scan(new Sum(start, 0), (a, d) => a.Plus(d) + new Sum())" },
        { "Complete", "int", "rows.GroupBy(r => new { r.A, B = new { r.B, r.T } }).Select(g => g.Key.A)" },
        { "Complete", "(int, Utf8String)", "rows.GroupBy(r => (r.A, (r.T, r.B))).Select(g => (g.Key.A, g.Key.Item2.T))" },
        { "Complete", "Inner", "rows.GroupBy(r => r.In).Select(g => g.Key)" },
        { "Complete", "int", "rows.GroupBy(r => r.Maybe).Select(g => g.Key == null ? 0 : g.Key.Value.N)" },
        { "Complete", "int", "rows.GroupBy(r => new K(r.A, r.A)).Select(g => g.Key.A)" },
        { "Complete", "long", "rows.GroupBy(r => 1).Select(g => g.Count() + g.Sum(r => r.N) + g.Sum(r => r.Y) + g.Key)" },
        { "Complete", "(double?, decimal, float, DateTime, DateOnly, TimeSpan)", "rows.GroupBy(r => r.X).Select(g => (g.Average(r => r.O), g.Average(r => r.M), g.Max(r => r.F), g.Min(r => r.When), g.Max(r => r.Day), g.Min(r => r.Span)))" },
        { "Complete", "(Utf8String?, string, int?)", "rows.GroupBy(r => r.Day).Select(g => (g.Min(r => r.U), g.Max(r => r.S), g.Max(r => r.N)))" },
        { "Complete", "bool", "rows.GroupBy(r => r.A).Select(g => g.Max(r => r.X))" },
        { "Complete", "int", "rows.GroupBy(r => r.A).Select(g => g.Max(r => r.In).N)" },
        { "Complete", "long", "rows.GroupBy(r => r.A).Select(g => g.Count(r => r.A > g.Key))" },
        { "Complete", "long", "rows.GroupBy(r => r.A).Select(g => g.Sum(r => r.A * 2) / g.Count()).OrderBy(x => x).Take(F.Zero + 3)" },
        { "Complete", "int", "rows.GroupBy(r => r.A).Select(g => new { g.Key, N = g.Count() }).OrderBy(x => x.N * start).Select(x => x.Key)" },
        { "Complete", "int", "rows.GroupBy(r => r.T).Select(g => new { g.Key, N = g.Count() }).OrderBy(x => x.Key).ThenByDescending(x => x.N).Take(3).Where(x => x.Key != \"a\").OrderBy(x => x.N).Select(x => x.Key.Length)" },
        { "Complete", "Sum", "rows.GroupBy(r => r.T).Select(g => g.Sum(r => r.D)).OrderBy(d => d).Scan(new Sum(start, 1), (a, d) => a.Plus(d)).Where(s => s.N > 2)" },
        { "Complete", "(Utf8String, int)", "rows.GroupBy(r => r.T).Select(g => g.Key).SelectMany(k => k.Split(','), (k, w) => (w, k.Length)).OrderBy(x => x.w)" },
        { "Complete", "int", "rows.GroupBy(r => r.A, Window.Tumbling(\"1 hour\"), r => r.At).Select(g => g.Window.Start.Hour + g.Key).OrderBy(x => x)" },
        { "Complete", "WindowBounds", "rows.GroupBy(Window.Tumbling(\"90 s\"), r => r.At).Select(g => g.Key)" },
        { "Complete", "int", "rows.GroupBy(r => r.A).Where(g => g.Key > start && g.Average(r => r.D) > start).Select(g => g.Key)" },
        { "Complete", "long", "rows.GroupBy(r => r.A).Select(g => g.Count()).GroupBy(n => n).Select(g => g.Count())" },
        { "Complete", "int", "rows.GroupBy(r => r.List.Count).Select(g => g.Key)" },
        { "Complete", "int", "rows.GroupBy(r => r.List).Select(g => 1)" },
        { "Update", "(string?, long)", "rows.GroupBy(r => r.U == null ? null : r.S).Select(g => (g.Key, g.Count()))" },
        { "Update", "int", "rows.GroupBy(r => Math.Sign(r.D)).Select(g => g.Key).Where(k => k > 0)" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void Is_compiled_or_refused(string mode, string row, string body)
    {
        string query = $$"""
            [Pipeline]
            public static partial class P
            {
                [Query(OutputMode.{{mode}})]
                static IStream<{{row}}> Q([Json] IStream<R> rows, double start = 1.5) => {{body}};
            }
            """;
        CSharpCompilation compilation = Corpus.Compile(("Types.cs", Types), ("Query.cs", query));
        INamedTypeSymbol pipeline = compilation.GetTypeByMetadataName("P")!;
        ParseResult result = PlanChecks.Judge(PipelineParser.Parse(pipeline, compilation, CancellationToken.None));
        Diagnostic[] own = [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
        string[] errors = [.. GeneratedCode.Of(compilation).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error && own.All(o => o.Location != d.Location)).Select(GeneratedCode.Text)];
        Assert.Empty(errors);

        // Where nothing is compiled, somebody says why: C# itself or a finding.
        Assert.True(!result.HasErrors || own.Length > 0 || result.Findings.Any(f => RuleIds.IsError(f.RuleId)), "Refused without a finding.");
    }
}
