using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Parse;

public sealed class PipelineParserTests
{
    private const string Rows = "public record struct R(int A); public record struct S(int A);";
    private const string Query = "[Query] static IStream<R> Q([Json] IStream<R> rows) => rows.Where(r => r.A > 1);";

    [Theory]
    [InlineData("[Pipeline] public static partial class P { QUERY }", "", "P", "public static partial class P", "")]
    [InlineData("namespace A.B; [Pipeline] static partial class P { QUERY }", "A.B", "A.B.P", "internal static partial class P", "")]
    [InlineData("namespace A { namespace B { [Pipeline] public sealed partial class P { QUERY } } }", "A.B", "A.B.P", "public partial class P", "")]
    [InlineData("[Pipeline] internal partial record P { QUERY }", "", "P", "internal partial record P", "")]
    [InlineData("namespace N { public partial struct O { partial interface I { [Pipeline] public static partial class @class { QUERY } } } }", "N", "N.O.I.class", "public static partial class @class", "public partial struct O|private partial interface I")]
    [InlineData("partial record struct O { [Pipeline] private static partial class P { QUERY } }", "", "O.P", "private static partial class P", "internal partial record struct O")]
    public void Declarations_are_repeated_as_they_stand(string source, string space, string name, string declaration, string containers)
    {
        PipelinePlan plan = TestCompilation.Plan(source.Replace("QUERY", Query, StringComparison.Ordinal), Rows);

        Assert.Equal(space, plan.Namespace);
        Assert.Equal(name, plan.FullName);
        Assert.Equal(declaration, plan.Declaration);
        Assert.Equal(containers, string.Join("|", plan.Containers));
    }

    [Theory]
    [InlineData("[Pipeline] public static class P { QUERY }", RuleIds.NotPartial, "P")]
    [InlineData("public class Outer { [Pipeline] public static partial class P { QUERY } }", RuleIds.NotPartial, "Outer")]
    [InlineData("[Pipeline] public partial class P<T> { QUERY }", RuleIds.QueryShape, "P")]
    [InlineData("public partial class Outer<T> { [Pipeline] public static partial class P { QUERY } }", RuleIds.QueryShape, "Outer")]
    [InlineData("[Pipeline] file static partial class P { QUERY }", RuleIds.QueryShape, "P")]
    public void Nothing_is_emitted_for_a_class_that_cannot_be_added_to(string source, string rule, string place)
    {
        CSharpCompilation compilation = TestCompilation.Create(source.Replace("QUERY", Query, StringComparison.Ordinal) + Rows);
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: true);

        Finding finding = Assert.Single(result.Findings);
        Assert.Equal((rule, place), (finding.RuleId, TestCompilation.TextAt(compilation, finding.Place)));
        Assert.Null(result.Plan);
        Assert.True(result.HasErrors);
    }

    [Theory]
    [InlineData("[Query] IStream<R> Q(IStream<R> rows) => rows;", "Q", 1)]
    [InlineData("[Query] static IStream<R> Q<T>(IStream<R> rows) => rows;", "Q", 1)]
    [InlineData("[Query] static IStream<R> Q() => null!;", "Q", 1)]
    [InlineData("[Query] static int Q(IStream<R> rows) => 1;", "int", 0)]
    [InlineData("[Query] static IStream<R> Q(ref IStream<R> rows) => rows;", "rows", 1)]
    [InlineData("[Query] static IStream<R> Q(IStream<R> rows) { var x = rows; return x; }", "var x = rows;", 1)]
    [InlineData("[Query] static IStream<R> Q(IStream<R> rows) => rows; [Query] static IStream<R> Q(IStream<S> others) => null!;", "Q", 1)]
    public void A_query_is_a_static_method_from_streams_to_a_stream(string query, string place, int queries)
    {
        CSharpCompilation compilation = TestCompilation.Create($"[Pipeline] public partial class P {{ {query} }} {Rows}");
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: true);

        Finding finding = Assert.Single(result.Findings);
        Assert.Equal((RuleIds.QueryShape, place), (finding.RuleId, TestCompilation.TextAt(compilation, finding.Place)));
        Assert.Equal(queries, result.Plan!.Queries.Count);
    }

    [Theory]
    [InlineData("{ return rows.Where(r => r.A > 1); }")]
    [InlineData("=> rows.Where(r => r.A > 1);")]
    public void A_single_return_is_as_good_as_an_arrow(string body)
    {
        PipelinePlan plan = TestCompilation.Plan($"[Pipeline] public static partial class P {{ [Query] static IStream<R> Q(IStream<R> rows) {body} }} {Rows}");

        Assert.IsType<FilterOperator>(plan.Queries[0].Root);
    }

    [Fact]
    public void An_error_in_one_query_leaves_the_others_and_its_own_signature()
    {
        ParseResult result = TestCompilation.Parse($$"""
            [Pipeline] public static partial class P
            {
                [Query] static IStream<R> Good([Json] IStream<R> rows) => rows.Where(r => r.A > 1);
                [Query] static IStream<S> Bad([Json] IStream<R> rows) => rows.Select(r => new S($"{r.A}".Length));
                [Query] static IStream<S> UsesBad([Json] IStream<R> rows) => Bad(rows).Where(s => s.A > 1);
            }
            {{Rows}}
            """);

        Assert.Equal(RuleIds.RowExpressionNotReadable, Assert.Single(result.Findings).RuleId);
        Assert.True(result.HasErrors);
        Assert.Equal(["FilterOperator", "InvalidOperator", "InvalidOperator"], result.Plan!.Queries.Select(q => q.Root.GetType().Name));
        Assert.Equal(["global::R", "global::S", "global::S"], result.Plan.Queries.Select(q => q.Result.Type));
    }

    [Fact]
    public void Parameters_of_one_name_are_one()
    {
        PipelinePlan plan = TestCompilation.Plan($$"""
            [Pipeline] public static partial class P
            {
                [Query] static IStream<R> A(IStream<R> rows, int min = 5) => rows.Where(r => r.A > min);
                [Query] static IStream<R> B([Csv(Delimiter = ';', Header = false)] IStream<R> rows, IStream<R> more, int min = 5, string name = "x", double? limit = null) =>
                    A(rows, min).Union(A(more, 3)).Where(r => r.A > limit);
            }
            {{Rows}}
            """);

        Assert.Equal(["rows", "more"], plan.Inputs.Select(i => i.Name));
        Assert.Equal(new FormatOptions(InputFormat.Csv, ';', false), plan.Inputs[0].Format);
        Assert.Equal(["min int 5", "name string \"x\"", "limit double? default"], plan.Parameters.Select(p => $"{p.Name} {p.Type.Name} {p.Default}"));
        UnionOperator union = (UnionOperator)plan.Queries[1].Root.Sources[0];
        Assert.Equal("($0.A > @min)", ExpressionText.Of(((FilterOperator)union.First).Predicate.Body));
        Assert.Equal("($0.A > 3)", ExpressionText.Of(((FilterOperator)union.Second).Predicate.Body));
    }

    [Theory]
    [InlineData("[Json] IStream<R> rows", "[Csv] IStream<R> rows")]
    [InlineData("[Csv] IStream<R> rows", "[Csv(Delimiter = ';')] IStream<R> rows")]
    [InlineData("[Json] IStream<R> rows", "[Json] IStream<S> rows")]
    [InlineData("[Json] IStream<R> rows, int n", "[Json] IStream<R> rows, long n")]
    [InlineData("[Json] IStream<R> rows, int n = 1", "[Json] IStream<R> rows, int n = 2")]
    [InlineData("[Json] IStream<R> rows, int n", "[Json] IStream<R> rows, [Json] IStream<R> n")]
    public void Inputs_and_parameters_of_one_name_must_not_differ(string first, string second)
    {
        ParseResult result = TestCompilation.Parse($$"""
            [Pipeline] public static partial class P
            {
                [Query] static IStream<R> A({{first}}) => rows.Where(r => r.A > 1);
                [Query] static IStream<R> B({{second}}) => rows.Select(r => new R(r.A));
            }
            {{Rows}}
            """);

        Assert.Equal(RuleIds.InputsDiffer, Assert.Single(result.Findings).RuleId);
        Assert.True(result.HasErrors);
    }

    [Fact]
    public void Queries_must_not_use_each_other_in_a_circle()
    {
        CSharpCompilation compilation = TestCompilation.Create($$"""
            [Pipeline] public static partial class P
            {
                [Query] static IStream<R> A([Json] IStream<R> rows) => B(rows);
                [Query] static IStream<R> B([Json] IStream<R> rows) => C(rows);
                [Query] static IStream<R> C([Json] IStream<R> rows) => B(rows).Where(r => r.A > 1);
            }
            {{Rows}}
            """);
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: true);

        Assert.All(result.Findings, f => Assert.Equal(RuleIds.RecursiveQuery, f.RuleId));
        Assert.NotEmpty(result.Findings);
        Assert.All(result.Plan!.Queries, q => Assert.IsType<InvalidOperator>(q.Root));
    }

    [Fact]
    public void A_query_added_at_the_end_renumbers_nothing()
    {
        string longer = Samples.Trades.TrimEnd().TrimEnd('}') + """
                [Query(OutputMode.Update)]
                static IStream<Total> Later([Json] IStream<Trade> trades) => Totals(trades);
            }
            """;
        PipelinePlan before = TestCompilation.Plan(Samples.Trades);
        PipelinePlan after = TestCompilation.Plan(longer);

        Assert.StartsWith(StateSchema.Of(before), StateSchema.Of(after), StringComparison.Ordinal);
        Assert.Equal(3, ((AggregateOperator)after.Queries[2].Root).Id);
    }

    [Fact]
    public void Queries_and_modes_know_their_place()
    {
        CSharpCompilation compilation = TestCompilation.Create($$"""
            [Pipeline] public static partial class P
            {
                [Query(OutputMode.Update)] static IStream<R> A([Json] IStream<R> rows) => rows.Where(r => r.A > 1);
                [Query] static IStream<R> B([Json] IStream<R> rows) => rows.Where(r => r.A > 1);
            }
            {{Rows}}
            """);
        PipelinePlan plan = TestCompilation.Parse(compilation, mustCompile: true).Plan!;

        Assert.Equal(["A", "B"], plan.Queries.Select(q => TestCompilation.TextAt(compilation, q.Place!)));
        Assert.Equal(["OutputMode.Update", "Query"], plan.Queries.Select(q => TestCompilation.TextAt(compilation, q.ModePlace!)));
        Assert.Equal([QueryOutputMode.Update, QueryOutputMode.Append], plan.Queries.Select(q => q.OutputMode));
    }

    [Fact]
    public void A_result_that_cannot_be_delivered_is_refused_at_the_return_type()
    {
        CSharpCompilation compilation = TestCompilation.Create("""
            public record struct Bad(Guid Id);
            [Pipeline] public static partial class P { [Query] static IStream<Bad> Q(IStream<int> rows) => rows.Select(r => default(Bad)); }
            """);
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: true);

        Finding finding = Assert.Single(result.Findings);
        Assert.Equal((RuleIds.RowType, "IStream<Bad>"), (finding.RuleId, TestCompilation.TextAt(compilation, finding.Place)));
    }
}
