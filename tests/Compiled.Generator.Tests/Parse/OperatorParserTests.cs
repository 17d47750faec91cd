using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Parse;

public sealed class OperatorParserTests
{
    internal const string Query = """
        [Query(OutputMode.Complete)] static IStream<X> Q([Json] IStream<Row> rows, [Json] IStream<Timed> timed, int n = 2) => EXPRESSION;
        """;

    internal const string Source = """
        using System.Linq;

        public record struct Item(int Qty, double Price);
        public record struct Row(int A, Utf8String Type, double V, DateTimeOffset Time, Utf8String Words, Rows<Item> Items);
        public record struct Timed(int A, [property: EventTime] DateTimeOffset At);
        public record struct X(double V);
        public record struct Y(int A, DateTimeOffset At);
        public record class Big(string Text);

        [Pipeline]
        public static partial class P
        {
            static bool IsGood(Row r) => r.A > 1;
            static IEnumerable<int> Numbers(int n) => [n];
            static IStream<Row> NotAQuery(IStream<Row> rows) => rows;
            static readonly Window Fixed = null!;
            static readonly Func<Row, bool> Predicate = r => true;

            QUERIES
        }
        """;

    [Theory]

    // Chains, static calls and query syntax are the same.
    [InlineData("rows.Where(r => r.A > 1).Select(r => new X(r.V))", "Select r => new X(r.V)|Where r => r.A > 1|input rows")]
    [InlineData("StreamOperators.Select(StreamOperators.Where(rows, r => r.A > 1), r => new X(r.V))", "Select r => new X(r.V)|Where r => r.A > 1|input rows")]
    [InlineData("StreamOperators.Select(selector: r => new X(r.V), source: rows)", "Select r => new X(r.V)|input rows")]
    [InlineData("(rows.Where((r) => (r.A > 1)))!.Select(r => new X(r.V))", "Select r => new X(r.V)|Where (r) => (r.A > 1)|input rows")]
    [InlineData("rows.Where(IsGood).Select(static r => { return new X(r.V); })", "Select static r => { return new X(r.V); }|Where IsGood|input rows")]
    [InlineData("rows.Where(delegate (Row r) { return r.A > 1; }).Select(r => new X(r.V))", "Select r => new X(r.V)|Where delegate (Row r) { return r.A > 1; }|input rows")]
    [InlineData("from r in rows where r.A > 1 select new X(r.V)", "Select new X(r.V)|Where r.A > 1|input rows")]

    // The three kinds of SelectMany.
    [InlineData("rows.SelectMany(r => r.Items).Select(i => new X(i.Price))", "Select i => new X(i.Price)|SelectMany r => r.Items (nested list, read as columns)|input rows")]
    [InlineData("rows.SelectMany(r => r.Items, (r, i) => new X(i.Price * r.V))", "SelectMany r => r.Items (nested list, read as columns);select (r, i) => new X(i.Price * r.V)|input rows")]
    [InlineData("rows.SelectMany(r => r.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries), (r, w) => new X(r.V))", "SelectMany r => r.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries) (split in place);select (r, w) => new X(r.V)|input rows")]
    [InlineData("rows.SelectMany(r => Numbers(r.A)).Select(x => new X(x))", "Select x => new X(x)|SelectMany r => Numbers(r.A) (enumerated)|input rows")]
    [InlineData("rows.SelectMany(r => Enumerable.Range(0, r.A), (r, x) => new X(x))", "SelectMany r => Enumerable.Range(0, r.A) (enumerated);select (r, x) => new X(x)|input rows")]
    [InlineData("from r in rows from i in r.Items select new X(i.Price * r.V)", "SelectMany r.Items (nested list, read as columns);select new X(i.Price * r.V)|input rows")]

    // Groups.
    [InlineData("rows.GroupBy(r => r.Type).Select(g => new X(g.Sum(r => r.V)))", "GroupBy 0: r => r.Type;key: Utf8String;state 0: Sum(r => r.V): double;select g => new X(g.Sum(r => r.V))|input rows")]
    [InlineData("rows.GroupBy(r => new { r.Type, r.A }).Select(g => new X(g.Key.A))", "GroupBy 0: r => new { r.Type, r.A };key: <anonymous type: Utf8String Type, int A>;select g => new X(g.Key.A)|input rows")]
    [InlineData("from r in rows where r.A > 1 group r by r.Type into g select new X(g.Count())", "GroupBy 0: r.Type;key: Utf8String;state 0: Count(): long;select new X(g.Count())|Where r.A > 1|input rows")]
    [InlineData("from r in rows group r by r.Type into g where g.Count() > 1 select new X(g.Count())", "GroupBy 0: r.Type;key: Utf8String;state 0: Count(): long;having g.Count() > 1;select new X(g.Count())|input rows")]
    [InlineData("rows.GroupBy(r => r.A).Where(g => g.Count() > 1).Where(h => h.Key > 0).Select(g => new X(g.Average(r => r.V)))", "GroupBy 0: r => r.A;key: int;state 0: Count(): long;state 1: Average(r => r.V): double;having g => g.Count() > 1 && h => h.Key > 0;select g => new X(g.Average(r => r.V))|input rows")]

    // Results.
    [InlineData("rows.Select(r => new X(r.V)).OrderByDescending(x => x.V).ThenBy(x => x.V).Take(n)", "Take @n|OrderBy x => x.V descending, then x => x.V|Select r => new X(r.V)|input rows")]
    [InlineData("rows.Scan(new X(0), (acc, r) => new X(acc.V + r.V))", "Scan 0: (acc, r) => new X(acc.V + r.V) from new global::X(0D)|input rows")]
    [InlineData("rows.Select(r => new X(r.V)).Union(timed.Select(t => new X(t.A)))", "Union|Select r => new X(r.V)|input rows|Select t => new X(t.A)|input timed")]
    public void Reads(string expression, string expected)
    {
        PipelinePlan plan = TestCompilation.Plan(SourceOf(expression));

        Assert.Equal(expected, Tree(plan));
    }

    [Theory]
    [InlineData("from r in rows from i in r.Items where i.Qty > r.A select new X(i.Price * r.V)", "new global::X(($0.i.Price * $0.r.V))")]
    [InlineData("from r in rows let twice = r.A * 2 where twice > 3 select new X(twice + r.V)", "new global::X(((double)($0.twice) + $0.r.V))")]
    public void Reads_the_pairs_that_query_syntax_makes(string expression, string selector)
    {
        PipelinePlan plan = TestCompilation.Plan(SourceOf(expression));

        ProjectOperator select = Assert.IsType<ProjectOperator>(plan.Queries[0].Root);
        Assert.Equal(selector, ExpressionText.Of(select.Selector.Body));
        Assert.IsType<FilterOperator>(select.Source);
    }

    [Fact]
    public void The_same_aggregate_twice_is_kept_once()
    {
        const string Expression = """
            rows.GroupBy(r => r.A).Where(g => g.Sum(x => x.V) > 1 && g.Count(r => r.A > 0) > g.Count())
                .Select(g => new X(g.Sum(r => r.V) + g.Max(r => r.V) + g.Count()))
            """;
        PipelinePlan plan = TestCompilation.Plan(SourceOf(Expression));

        AggregateOperator aggregate = Assert.IsType<AggregateOperator>(plan.Queries[0].Root);
        Assert.Equal([AggregateKind.Sum, AggregateKind.Count, AggregateKind.Count, AggregateKind.Max], aggregate.Aggregates.Select(a => a.Kind));
        Assert.Equal("(((#0 + #3) + (double)(#2)))", $"({ExpressionText.Of(((NewExpression)aggregate.Selector.Body).Arguments[0])})");
    }

    [Fact]
    public void Grouped_by_a_window_only_the_key_is_the_window()
    {
        PipelinePlan plan = TestCompilation.Plan(SourceOf(
            "timed.GroupBy(Window.Tumbling(\"1 hour 30 minutes\", offset: \"5 minutes\")).Select(g => new Y(g.Key.End.Hour, g.Window.Start)).Select(y => new X(y.A))"));

        AggregateOperator aggregate = (AggregateOperator)plan.Queries[0].Root.Sources[0];
        Assert.Equal("new global::Y(window.End.Hour, window.Start)", ExpressionText.Of(aggregate.Selector.Body));
        Assert.Equal((TimeSpan.FromMinutes(90).Ticks, TimeSpan.FromMinutes(5).Ticks), (aggregate.Window!.SizeTicks, aggregate.Window.OffsetTicks));
        Assert.Equal("$0.At", ExpressionText.Of(aggregate.Window.Time.Body));
        Assert.Equal("Window.Tumbling(\"1 hour 30 minutes\", offset: \"5 minutes\")", aggregate.Window.Text);
    }

    [Theory]
    [InlineData("rows.WithWatermark(r => r.Time, \"1 hour\").GroupBy(W)", "$0.Time")]
    [InlineData("rows.WithWatermark(r => r.Time, \"1 hour\").Where(r => r.A > 1).GroupBy(W)", "$0.Time")]
    [InlineData("rows.WithWatermark(r => r.Time, \"1 hour\").Select(r => new Y(r.A, r.Time)).GroupBy(y => y.A, W)", "$0.At")]
    [InlineData("rows.WithWatermark(r => r.Time, \"1 hour\").Select(r => r.Time).GroupBy(W)", "$0")]
    [InlineData("rows.WithWatermark(r => r.Time, \"1 hour\").SelectMany(r => r.Items, (r, i) => new { r, i }).GroupBy(W)", "$0.r.Time")]
    [InlineData("rows.WithWatermark(r => r.Time, \"1 hour\").GroupBy(W, r => r.Time.AddHours(1))", "$0.Time.AddHours(1D)")]
    [InlineData("timed.GroupBy(W)", "$0.At")]
    [InlineData("rows.Select(r => new Timed(r.A, r.Time)).GroupBy(W)", "$0.At")]
    [InlineData("timed.WithWatermark(t => t.At.AddHours(1), \"1 hour\").GroupBy(W)", "$0.At.AddHours(1D)")]
    public void A_window_looks_at_the_time_stated_or_watermarked_or_marked(string grouped, string time)
    {
        string expression = grouped.Replace("W)", "Window.Tumbling(\"1 hour\"))", StringComparison.Ordinal).Replace("W,", "Window.Tumbling(\"1 hour\"),", StringComparison.Ordinal);
        PipelinePlan plan = TestCompilation.Plan(SourceOf(expression + ".Select(g => new X(g.Count()))"));

        Assert.Equal(time, ExpressionText.Of(((AggregateOperator)plan.Queries[0].Root).Window!.Time.Body));
    }

    [Theory]
    [InlineData("rows.GroupBy(Window.Tumbling(\"1 hour\")).Select(g => new X(g.Count()))", RuleIds.NoTime, "Window.Tumbling(\"1 hour\")")]
    [InlineData("rows.WithWatermark(r => r.Time, \"1 hour\").Select(r => new X(r.V)).GroupBy(Window.Tumbling(\"1 hour\")).Select(g => new X(g.Count()))", RuleIds.NoTime, "Window.Tumbling(\"1 hour\")")]
    [InlineData("timed.GroupBy(Window.Tumbling(\"1 fortnight\")).Select(g => new X(g.Count()))", RuleIds.MalformedDuration, "\"1 fortnight\"")]
    [InlineData("timed.GroupBy(Window.Tumbling(\"0 hours\")).Select(g => new X(g.Count()))", RuleIds.MalformedDuration, "\"0 hours\"")]
    [InlineData("timed.GroupBy(Window.Tumbling(\"1 hour\", \"2 hours\")).Select(g => new X(g.Count()))", RuleIds.MalformedDuration, "\"2 hours\"")]
    [InlineData("timed.WithWatermark(t => t.At, n + \" minutes\").Select(t => new X(t.A))", RuleIds.MalformedDuration, "n + \" minutes\"")]
    [InlineData("timed.GroupBy(Fixed).Select(g => new X(g.Count()))", RuleIds.NotReadable, "Fixed")]
    [InlineData("n > 1 ? rows.Select(r => new X(r.V)) : rows.Select(r => new X(1))", RuleIds.NotReadable, "n > 1 ? rows.Select(r => new X(r.V)) : rows.Select(r => new X(1))")]
    [InlineData("NotAQuery(rows).Select(r => new X(r.V))", RuleIds.NotReadable, "NotAQuery(rows)")]
    [InlineData("rows.Where(Predicate).Select(r => new X(r.V))", RuleIds.RowExpressionNotReadable, "Predicate")]
    [InlineData("rows.Select(r => { var x = r.V; return new X(x); })", RuleIds.RowExpressionNotReadable, "var x = r.V;")]
    [InlineData("rows.GroupBy(r => r.Items).Select(g => new X(g.Count()))", RuleIds.KeyType, "r => r.Items")]
    [InlineData("rows.GroupBy(r => new Big(\"\")).Select(g => new X(g.Count()))", RuleIds.KeyType, "r => new Big(\"\")")]
    [InlineData("rows.GroupBy(r => (r.A, r)).Select(g => new X(g.Count()))", RuleIds.KeyType, "r => (r.A, r)")]
    [InlineData("rows.GroupBy(r => r.A).Select(g => new X(g.Min(r => r).V))", RuleIds.StateType, "g.Min(r => r)")]
    [InlineData("rows.GroupBy(r => r.A).Select(g => new X(g.Sum(r => r.V / g.Count())))", RuleIds.RowExpressionNotReadable, "g")]
    [InlineData("rows.GroupBy(r => r.A).Select(g => new X(g.Window.Start.Hour))", RuleIds.RowExpressionNotReadable, "g.Window")]
    [InlineData("rows.GroupBy(r => r.A).Select(g => new X(Other(g)))", RuleIds.RowExpressionNotReadable, "g")]
    [InlineData("rows.Select(r => new X(r.V)).OrderBy(x => x)", RuleIds.KeyType, "x => x")]
    public void Refuses_at_the_very_place(string expression, string rule, string place)
    {
        string source = SourceOf(expression)
            .Replace("static bool IsGood", "static long Other(IGroup<int, Row> g) => 1; static bool IsGood", StringComparison.Ordinal);
        CSharpCompilation compilation = TestCompilation.Create(source);
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: true);

        Finding finding = Assert.Single(result.Findings);
        Assert.Equal((rule, place), (finding.RuleId, TestCompilation.TextAt(compilation, finding.Place)));
        Assert.True(result.HasErrors);
        Assert.Equal("not readable", Tree(result.Plan!));
    }

    [Theory]
    [InlineData("timed.WithWatermark(t => t.At, \"1 hour\").Select(t => new X(t.A))", "WithWatermark(t => t.At, \"1 hour\")")]
    [InlineData("StreamOperators.WithWatermark(timed, t => t.At, \"1 hour\").Select(t => new X(t.A))", "StreamOperators.WithWatermark(timed, t => t.At, \"1 hour\")")]
    [InlineData("rows.OrderBy(r => r.A).Select(t => new X(t.A))", "OrderBy(r => r.A)")]
    [InlineData("(from r in rows where r.A > 1 select r).Select(r => new X(r.V))", "where r.A > 1")]
    public void Operators_know_their_place_without_what_they_are_called_on(string expression, string place)
    {
        CSharpCompilation compilation = TestCompilation.Create(SourceOf(expression));
        PipelinePlan plan = TestCompilation.Parse(compilation, mustCompile: true).Plan!;

        Assert.Equal(place, TestCompilation.TextAt(compilation, plan.Queries[0].Root.Sources[0].Place!));
    }

    private static string SourceOf(string expression) => Source.Replace("QUERIES", Query.Replace("EXPRESSION", expression, StringComparison.Ordinal), StringComparison.Ordinal);

    private static string Tree(PipelinePlan plan)
    {
        string text = PlanText.Of(plan);
        string[] lines = text.Substring(text.IndexOf("query ", StringComparison.Ordinal)).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        int depth = 0;
        string tree = "";
        foreach (string line in lines)
        {
            int indent = line.TakeWhile(c => c == ' ').Count();
            bool isDetail = tree.Length > 0 && indent == depth + 4;
            depth = isDetail ? depth : indent;
            tree += (tree.Length == 0 ? "" : isDetail ? ";" : "|") + line.Trim();
        }

        return tree;
    }
}
