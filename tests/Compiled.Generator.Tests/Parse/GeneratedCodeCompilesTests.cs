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
