using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Parse;

public sealed class ExpressionParserTests
{
    internal const string Query = """
        [Query] static IStream<X> Q(IStream<Row> rows, int min = 3, string word = "w") => rows.Select(r => EXPRESSION).Select(x => new X(1));
        """;

    internal const string Source = """
        using static System.Math;
        using Txt = Compiled.Utf8String;

        namespace Tests;

        public record struct Inner(int X, Utf8String? City);
        public record Person(string Name, int Age) { public int Twice => Age * 2; }
        public struct Plain { public int A; public int B { get; set; } }
        public record struct Row(
            int I, long L, double D, decimal M, bool B, Utf8String T, string S, int? N, Utf8String? NT, string? NS, DateTimeOffset When, DateTime Day, TimeSpan Span, DateOnly Date,
            Inner In, Inner? MaybeIn, Person Who, Rows<Inner> List, byte Small, float F);

        [Pipeline]
        static partial class P
        {
            private const int Limit = 7;
            private static readonly double Rate = 0.5;
            static int Mutable = 1;
            internal static readonly Func<int, int> Delegate = x => x;
            private static int Twice(int x) => x * 2;
            static int Pick(int a, int b = 5, int c = 6) => a + b + c;
            static int Sum(params int[] values) => values.Length;
            static int Ref(ref int x) => x;
            static T Same<T>(T value) => value;
            static bool Boxed(object o) => o is null;
            static IEnumerable<int> Numbers(int n) => [n];

            QUERIES
        }

        public record struct X(int V);
        """;

    /// <summary>One class with a query for each expression that is read: compiled once.</summary>
    private static readonly Lazy<Dictionary<string, QueryPlan>> s_readable = new(() =>
    {
        string[] expressions = TestCompilation.Forms(typeof(ExpressionParserTests), nameof(Reads));
        ParseResult result = TestCompilation.Parse(Source.Replace("QUERIES", TestCompilation.Queries(Query, expressions), StringComparison.Ordinal));
        Assert.DoesNotContain(result.Findings, f => f.RuleId != RuleIds.StringAllocates);
        return expressions.Zip(result.Plan!.Queries).ToDictionary(p => p.First, p => p.Second);
    });

    [Theory]

    // Constants in the form of C# literals, whatever they were written as.
    [InlineData("1", "1")]
    [InlineData("-1.5", "-1.5D")]
    [InlineData("1.10m", "1.10M")]
    [InlineData("0x10L", "16L")]
    [InlineData("2f", "2F")]
    [InlineData("'x'", "'x'")]
    [InlineData("Limit * 2", "14")]
    [InlineData("nameof(Row.I)", "\"I\"")]
    [InlineData("double.NaN", "double.NaN")]
    [InlineData("(byte)3", "(byte)3")]
    [InlineData("DayOfWeek.Friday", "global::System.DayOfWeek.Friday")]
    [InlineData("default(Inner)", "default(global::Tests.Inner)")]
    [InlineData("(int?)null", "default(int?)")]

    // Arithmetic, with the conversions that C# inserts.
    [InlineData("r.I + r.L", "((long)($0.I) + $0.L)")]
    [InlineData("r.I * 2 - 1", "(($0.I * 2) - 1)")]
    [InlineData("(r.I + 1) * 2", "(($0.I + 1) * 2)")]
    [InlineData("checked(r.I + 1)", "checked($0.I + 1)")]
    [InlineData("unchecked((int)r.L)", "(int)($0.L)")]
    [InlineData("checked((int)r.L)", "checked(int)($0.L)")]
    [InlineData("-r.D", "(-$0.D)")]
    [InlineData("~r.I", "(~$0.I)")]
    [InlineData("r.I % 3 << 2", "(($0.I % 3) << 2)")]
    [InlineData("r.I >>> 1", "($0.I >>> 1)")]
    [InlineData("r.Small + 1", "((int)($0.Small) + 1)")]
    [InlineData("r.M * 2", "($0.M * 2M)")]
    [InlineData("r.I + r.N", "((int?)($0.I) + $0.N)")]

    // Comparison and logic.
    [InlineData("r.I > 3 && !r.B || r.D <= 1", "((($0.I > 3) && (!$0.B)) || ($0.D <= 1D))")]
    [InlineData("r.B ^ true", "($0.B ^ true)")]
    [InlineData("r.T == \"BUY\"", "($0.T == \"BUY\")")]
    [InlineData("\"BUY\" != r.T", "(\"BUY\" != $0.T)")]
    [InlineData("r.T < r.T", "($0.T < $0.T)")]
    [InlineData("r.NT == \"a\"", "($0.NT == (global::Compiled.Utf8String?)(\"a\"))")]
    [InlineData("r.S == \"a\"", "($0.S == \"a\")")]
    [InlineData("r.In == default", "($0.In == default(global::Tests.Inner))")]
    [InlineData("r.When - r.When > r.Span", "(($0.When - $0.When) > $0.Span)")]
    [InlineData("(r.I, r.L) == (1, 2L)", "(($0.I, $0.L) == (1, 2L))")]

    // Null.
    [InlineData("r.N == null", "isnull($0.N)")]
    [InlineData("null != r.NS", "isnotnull($0.NS)")]
    [InlineData("r.NT is null", "isnull($0.NT)")]
    [InlineData("r.NS is not null", "isnotnull($0.NS)")]
    [InlineData("r.N.HasValue", "isnotnull($0.N)")]
    [InlineData("r.N.Value", "(int)($0.N)")]
    [InlineData("r.N!.Value", "(int)($0.N)")]
    [InlineData("r.N ?? 0", "coalesce($0.N, 0)")]
    [InlineData("r.N ?? r.L", "coalesce((long?)($0.N), $0.L)")]
    [InlineData("r.N.GetValueOrDefault()", "coalesce($0.N, default(int))")]
    [InlineData("r.MaybeIn?.City", "notnull($0.MaybeIn, ?.City)")]
    [InlineData("r.MaybeIn?.City?.Length", "notnull($0.MaybeIn, notnull(?.City, ?.Length))")]
    [InlineData("r.MaybeIn?.City ?? \"none\"", "coalesce(notnull($0.MaybeIn, ?.City), \"none\")")]
    [InlineData("r.B ? r.N : null", "if($0.B, $0.N, default(int?))")]

    // Conditional, patterns, switch.
    [InlineData("r.B ? 1 : 2L", "if($0.B, 1L, 2L)")]
    [InlineData("r.I is > 3 and < 5 or 7", "((($0.I > 3) && ($0.I < 5)) || ($0.I == 7))")]
    [InlineData("r.I is not 3", "(!($0.I == 3))")]
    [InlineData("r.N is > 3", "($0.N > (int?)(3))")]
    [InlineData("r.S is \"a\" or \"b\"", "(($0.S == \"a\") || ($0.S == \"b\"))")]
    [InlineData("r.Who is { Age: > 17, Name: \"x\" }", "(($0.Who.Age > 17) && ($0.Who.Name == \"x\"))")]
    [InlineData("r.MaybeIn is { X: 1 }", "(isnotnull($0.MaybeIn) && ((global::Tests.Inner)($0.MaybeIn).X == 1))")]
    [InlineData("r.I switch { 1 => \"a\", > 5 when r.B => \"b\", _ => \"c\" }", "if(($0.I == 1), \"a\", if((($0.I > 5) && $0.B), \"b\", \"c\"))")]

    // Members and methods.
    [InlineData("r.T.Length", "$0.T.Length")]
    [InlineData("r.T.StartsWith(\"a\") && r.T.Contains(\"b\")", "($0.T.StartsWith(\"a\") && $0.T.Contains(\"b\"))")]
    [InlineData("r.T.Trim().Substring(1, 2)", "$0.T.Trim().Substring(1, 2)")]
    [InlineData("r.S.ToUpperInvariant() + r.S", "($0.S.ToUpperInvariant() + $0.S)")]
    [InlineData("r.When.Hour", "$0.When.Hour")]
    [InlineData("r.When.AddMinutes(5).Date", "$0.When.AddMinutes(5D).Date")]
    [InlineData("r.Day.DayOfWeek == DayOfWeek.Monday", "($0.Day.DayOfWeek == global::System.DayOfWeek.Monday)")]
    [InlineData("r.Span.TotalSeconds", "$0.Span.TotalSeconds")]
    [InlineData("TimeSpan.FromSeconds(r.D)", "global::System.TimeSpan.FromSeconds($0.D)")]
    [InlineData("Math.Max(r.I, 3)", "global::System.Math.Max($0.I, 3)")]
    [InlineData("Abs(r.D)", "global::System.Math.Abs($0.D)")]
    [InlineData("Math.PI * Rate", "(3.141592653589793D * global::Tests.P.Rate)")]
    [InlineData("Twice(r.I)", "global::Tests.P.Twice($0.I)")]
    [InlineData("P.Twice(r.I)", "global::Tests.P.Twice($0.I)")]
    [InlineData("Pick(c: 1, a: r.I)", "global::Tests.P.Pick($0.I, 5, 1)")]
    [InlineData("Same<long>(r.I)", "global::Tests.P.Same<long>((long)($0.I))")]
    [InlineData("r.Who.Twice", "$0.Who.Twice")]
    [InlineData("r.List.Count", "$0.List.Count")]
    [InlineData("Txt.Empty", "global::Compiled.Utf8String.Empty")]
    [InlineData("int.MaxValue", "2147483647")]

    // Pipeline parameters.
    [InlineData("r.I > min", "($0.I > @min)")]
    [InlineData("r.S == word", "($0.S == @word)")]

    // Creation.
    [InlineData("new Inner(r.I, r.T)", "new global::Tests.Inner($0.I, (global::Compiled.Utf8String?)($0.T))")]
    [InlineData("new Inner(City: null, X: 2)", "new global::Tests.Inner(2, default(global::Compiled.Utf8String?))")]
    [InlineData("new Inner()", "default(global::Tests.Inner)")]
    [InlineData("new Plain { A = r.I, B = 2 }", "new global::Tests.Plain(){A=$0.I}{B=2}")]
    [InlineData("new { r.I, Z = r.L }", "($0.I, $0.L)")]
    [InlineData("(r.I, Name: r.S)", "($0.I, $0.S)")]
    [InlineData("r.In with { X = r.I }", "new global::Tests.Inner($0.I, $0.In.City)")]
    [InlineData("Tests.P.Same(new Person(r.S, 1))", "global::Tests.P.Same<global::Tests.Person>(new global::Tests.Person($0.S, 1))")]
    public void Reads(string expression, string expected)
    {
        ProjectOperator select = Assert.IsType<ProjectOperator>(Assert.IsType<ProjectOperator>(s_readable.Value[expression].Root).Source);
        Assert.Equal(expected, ExpressionText.Of(select.Selector.Body));
        Assert.Equal($"r => {expression}", select.Selector.Text);
    }

    [Theory]
    [InlineData("$\"{r.I}\"", "$\"{r.I}\"", "interpolated")]
    [InlineData("1 + (Mutable = 2)", "Mutable = 2", "assignment")]
    [InlineData("r.I + Mutable++", "Mutable++", "++")]
    [InlineData("Mutable", "Mutable", "readonly")]
    [InlineData("r.NS ?? throw new Exception()", "throw new Exception()", "throw")]
    [InlineData("new int[] { r.I }", "new int[] { r.I }", "allocated")]
    [InlineData("Sum(r.I, 2)", "Sum(r.I, 2)", "params")]
    [InlineData("Ref(ref Mutable)", "ref Mutable", "ref and out")]
    [InlineData("int.TryParse(r.S, out var x)", "out var x", "ref and out")]
    [InlineData("Delegate(r.I)", "Delegate(r.I)", "delegate")]
    [InlineData("Boxed(r.I)", "r.I", "boxed")]
    [InlineData("r.S[0]", "r.S[0]", "indexer")]
    [InlineData("r.Who is Person p", "Person p", "pattern")]
    [InlineData("r.I switch { 1 => 2 }", "r.I switch { 1 => 2 }", "_ => ")]
    [InlineData("Twice(r.I) is > 1 and < 3", "Twice(r.I)", "anew")]
    [InlineData("typeof(int).Name", "typeof(int)", "types")]
    [InlineData("((dynamic)r.I).X", "((dynamic)r.I).X", "dynamic")]
    [InlineData("new List<int> { r.I }", "r.I", "collections")]
    [InlineData("r.Who == (object)r.Who", "r.Who == (object)r.Who", "references")]
    [InlineData("System.Linq.Enumerable.Count(Numbers(r.I), x => x > 1)", "x => x > 1", "lambda")]
    [InlineData("(Utf8String)null", "(Utf8String)null", "nullable")]
    [InlineData("rows", "rows", "stream")]
    [InlineData("r.I is double.NaN", "double.NaN", "NaN")]
    public void Refuses_at_the_very_expression(string expression, string place, string reason)
    {
        if (expression.Contains("double.NaN", StringComparison.Ordinal))
        {
            expression = expression.Replace("r.I", "r.D", StringComparison.Ordinal);
        }

        CSharpCompilation compilation = TestCompilation.Create(SourceOf(expression));
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: true);

        Finding finding = Assert.Single(result.Findings, f => f.RuleId != RuleIds.StringAllocates);
        Assert.Equal(RuleIds.RowExpressionNotReadable, finding.RuleId);
        Assert.Equal(place, TestCompilation.TextAt(compilation, finding.Place));
        Assert.Contains(reason, finding.Arguments[0], StringComparison.Ordinal);
        Assert.True(result.HasErrors);
        Assert.IsType<InvalidOperator>(result.Plan!.Queries[0].Root);
    }

    [Theory]
    [InlineData("Same(r.List)", "r.List")]
    [InlineData("System.Linq.Enumerable.First(r.List).X", "r.List")]
    [InlineData("r.List[0].X", "r.List")]
    public void Lists_of_rows_are_flattened_or_counted_only(string expression, string place)
    {
        CSharpCompilation compilation = TestCompilation.Create(SourceOf(expression));
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: true);

        Finding finding = Assert.Single(result.Findings, f => f.RuleId != RuleIds.StringAllocates);
        Assert.Equal((RuleIds.RowsMisused, place), (finding.RuleId, TestCompilation.TextAt(compilation, finding.Place)));
    }

    [Theory]
    [InlineData("r.Missing")]
    [InlineData("r.I +")]
    [InlineData("Unknown(r.I)")]
    [InlineData("r.T + 1")]
    public void Says_nothing_on_top_of_an_error_of_CSharp(string expression)
    {
        CSharpCompilation compilation = TestCompilation.Create(SourceOf(expression));
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: false);

        Assert.DoesNotContain(result.Findings, f => f.RuleId != RuleIds.StringAllocates);
        Assert.True(result.HasErrors);
    }

    [Theory]
    [InlineData("r.N", "int?", true)]
    [InlineData("r.NS", "string?", true)]
    [InlineData("r.S", "string", false)]
    [InlineData("r.MaybeIn?.City", "global::Compiled.Utf8String?", true)]
    [InlineData("r.NS ?? r.S", "string", false)]
    [InlineData("r.B ? r.NS : r.S", "string?", true)]
    [InlineData("r.I + r.L", "long", false)]
    [InlineData("r.Who", "global::Tests.Person", false)]
    public void Each_node_knows_its_type(string expression, string type, bool isNullable)
    {
        PipelinePlan plan = Parse(expression, out _);

        Expression body = ((ProjectOperator)((ProjectOperator)plan.Queries[0].Root).Source).Selector.Body;
        Assert.Equal((type, isNullable), (body.Type.Name, body.Type.IsNullable));
    }

    [Fact]
    public void Framework_functions_are_pure_and_the_users_are_not_known_to_be()
    {
        static bool IsPure(string expression) =>
            ((CallExpression)((ProjectOperator)((ProjectOperator)Parse(expression, out _).Queries[0].Root).Source).Selector.Body).IsPure;

        Assert.True(IsPure("Math.Max(r.I, 3)"));
        Assert.True(IsPure("r.T.Trim()"));
        Assert.True(IsPure("r.When.AddDays(1)"));
        Assert.False(IsPure("Twice(r.I)"));
        Assert.False(IsPure("r.When.ToLocalTime()"));
    }

    [Fact]
    public void Constants_do_not_follow_the_culture_of_the_machine()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo comma = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "~";
            System.Globalization.CultureInfo.CurrentCulture = comma;
            Expression body = ((ProjectOperator)((ProjectOperator)Parse("-1.5 * r.D", out _).Queries[0].Root).Source).Selector.Body;
            Assert.Equal("(-1.5D * $0.D)", ExpressionText.Of(body));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static string SourceOf(string expression) => Source.Replace("QUERIES", Query.Replace("EXPRESSION", expression, StringComparison.Ordinal), StringComparison.Ordinal);

    private static PipelinePlan Parse(string expression, out ParseResult result)
    {
        result = TestCompilation.Parse(SourceOf(expression));
        Assert.Empty(result.Findings.Where(f => f.RuleId != RuleIds.StringAllocates).Select(f => $"{f.RuleId} {f.Arguments[0]}"));
        Assert.False(result.HasErrors);
        return result.Plan!;
    }
}
