using System.Reflection;
using Compiled.Generator.Tests.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Parse;

/// <summary>Whatever the parser accepts becomes code that compiles: every form that the parser's tests read is generated and compiled.</summary>
public sealed class GeneratedCodeCompilesTests
{
    public static TheoryData<string> Operators => Forms(typeof(OperatorParserTests), "Reads", "Reads_the_pairs_that_query_syntax_makes");

    public static TheoryData<string> Expressions => Forms(typeof(ExpressionParserTests), "Reads");

    [Theory]
    [MemberData(nameof(Operators))]
    public void For_every_form_of_operator(string expression) => Compile(SourceOf(typeof(OperatorParserTests)).Replace("EXPRESSION", expression, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Expressions))]
    public void For_every_form_of_expression(string expression) => Compile(SourceOf(typeof(ExpressionParserTests)).Replace("r => EXPRESSION", $"r => new {{ V = {expression} }}", StringComparison.Ordinal).Replace("new X(1)", "new X(Hash(x.V))", StringComparison.Ordinal).Replace("private const int Limit", "static int Hash<T>(T value) => 1; private const int Limit", StringComparison.Ordinal));

    private static void Compile(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        Assert.Null(driver.GetRunResult().Results.Single().Exception);
        Diagnostic[] errors = generated.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.True(errors.Length == 0, string.Join("\n", errors.Select(e => $"{e.Id} {e.GetMessage()} | {e.Location.SourceTree?.GetText().Lines[e.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()}").Take(3)));
    }

    private static TheoryData<string> Forms(Type tests, params string[] methods) => new(
        methods.SelectMany(m => tests.GetMethod(m)!.GetCustomAttributes<InlineDataAttribute>()).Select(d => (string)d.GetData(null!).Single()[0]).Distinct());

    private static string SourceOf(Type tests) => (string)tests.GetField("Source", BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue()!;
}
