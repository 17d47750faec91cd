using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Generator.Tests.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.Generator.Tests.Parse;

public sealed class ReservedNamesTests
{
    private const string Formats = """
        public record struct R(int A, long B, DateTimeOffset C, TimeSpan D, DateOnly E, byte F, bool G, decimal H, float I, double J, DateTime K);
        [Pipeline] public partial class P { [Query] static IStream<R> Q([Binary] IStream<R> a, [Csv] IStream<R> b, [Json] IStream<R> c, IStream<R> d) => a.Union(b).Union(c).Union(d).Where(r => r.B > 1); }
        """;

    /// <summary>A type of the user with such a name would be taken for the one that is meant. If this fails, add the names to ReservedNames.</summary>
    [Fact]
    public void Every_type_that_generated_code_names_without_its_namespace_is_known()
    {
        string[] operators = TestCompilation.Forms(typeof(OperatorParserTests), nameof(OperatorParserTests.Reads), nameof(OperatorParserTests.Reads_the_pairs_that_query_syntax_makes));
        string[] expressions = TestCompilation.Forms(typeof(ExpressionParserTests), nameof(ExpressionParserTests.Reads));
        string[] sources =
        [
            OperatorParserTests.Source.Replace("QUERIES", TestCompilation.Queries(OperatorParserTests.Query, operators), StringComparison.Ordinal),
            ExpressionParserTests.Source.Replace("QUERIES", TestCompilation.Queries(ExpressionParserTests.Query, expressions), StringComparison.Ordinal),
            .. TestCompilation.Forms(typeof(GeneratedCodeCompilesTests), nameof(GeneratedCodeCompilesTests.For_whatever_surrounds_a_query)),
            Samples.Trades, Samples.Invoices, Samples.WordCount, Formats,
        ];

        Assert.Equal([], sources.SelectMany(UnqualifiedTypes).Distinct().Except(ReservedNames.Types).OrderBy(n => n, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("namespace N; public record struct Frame(int A); PIPELINE", "P", "'Frame'")]
    [InlineData("namespace N; public struct Column<T>; PIPELINE", "P", "'Column'")]
    [InlineData("namespace N { public partial class Outer { class Input<T>; PIPELINE } }", "P", "'Input'")]
    [InlineData("namespace N { [Pipeline] public partial class P { record struct Utf8Slice(int A); QUERY } }", "P", "'Utf8Slice'")]
    [InlineData("namespace N; [Pipeline] public partial class P { static void BoundInputs() { } QUERY }", "BoundInputs", "'BoundInputs'")]
    [InlineData("namespace N; [Pipeline] public partial class P { record struct GeneratedPipeline(int A); QUERY }", "GeneratedPipeline", "'GeneratedPipeline'")]
    [InlineData("namespace N; [Pipeline] public partial class P { static string Explain() => \"\"; QUERY }", "Explain", "'Explain'")]
    public void A_name_that_would_hide_what_is_meant_is_refused(string source, string place, string name)
    {
        CSharpCompilation compilation = TestCompilation.Create(Complete(source));
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: true);

        Finding finding = Assert.Single(result.Findings);
        Assert.Equal((RuleIds.QueryShape, place), (finding.RuleId, TestCompilation.TextAt(compilation, finding.Place)));
        Assert.Contains(name, finding.Arguments[0], StringComparison.Ordinal);
        Assert.Null(result.Plan);
    }

    [Theory]
    [InlineData("namespace N; public record struct Column(int A); PIPELINE")]
    [InlineData("namespace N { public struct Frame; } namespace N.Inner { PIPELINE }")]
    [InlineData("public struct Frame; namespace N { PIPELINE }")]
    [InlineData("namespace N; public static class Other { public static void Worker() { } public struct Frame; } PIPELINE")]
    public void A_name_that_hides_nothing_is_free(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create(Complete(source));
        Assert.Empty(TestCompilation.Parse(compilation, mustCompile: true).Findings);
        GeneratorRun.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);

        Assert.DoesNotContain(generated.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
    }

    private static string Complete(string source) => source
        .Replace("PIPELINE", "[Pipeline] public partial class P { QUERY }", StringComparison.Ordinal)
        .Replace("QUERY", "[Query] static IStream<int> Q([Json] IStream<int> rows) => rows.Where(r => r > 1);", StringComparison.Ordinal);

    private static IEnumerable<string> UnqualifiedTypes(string source)
    {
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGeneratorsAndUpdateCompilation(TestCompilation.Create(source), out Compilation generated, out _);
        SyntaxTree tree = driver.GetRunResult().GeneratedTrees.Single();
        SemanticModel model = generated.GetSemanticModel(tree);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(n => !n.IsVar && n.Identifier.Text != "nint" && !IsQualified(n)))
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor ? constructor.ContainingType : null);
            if (type is { ContainingType: null })
            {
                yield return type.OriginalDefinition.MetadataName.Replace(name.Identifier.Text + "Attribute", name.Identifier.Text, StringComparison.Ordinal);
            }
        }
    }

    private static bool IsQualified(SimpleNameSyntax name) =>
        (name.Parent is QualifiedNameSyntax qualified && qualified.Right == name)
        || name.Parent is AliasQualifiedNameSyntax
        || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name);
}
