using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Incremental;

/// <summary>An edit reruns the steps it must, and no other.</summary>
public sealed class StepReasonTests
{
    private const string Other = "namespace Other; public static class C { public static int M() => 1; }";

    [Fact]
    public void An_edit_in_another_file_plans_and_emits_nothing()
    {
        CSharpCompilation compilation = TestCompilation.Create(Samples.Trades, Samples.WordCount, Other);
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGenerators(compilation);
        driver = driver.RunGenerators(Edit(compilation, 2, Other.Replace("=> 1", "=> 2", StringComparison.Ordinal)));

        Assert.Equal([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged], GeneratorRun.Reasons(driver, StepNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached], GeneratorRun.Reasons(driver, StepNames.Plan));
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached], GeneratorRun.Reasons(driver, StepNames.Emit));
        Assert.All(Outputs(driver), o => Assert.Equal(IncrementalStepRunReason.Cached, o));
    }

    [Fact]
    public void An_edit_of_one_pipeline_leaves_the_other()
    {
        CSharpCompilation compilation = TestCompilation.Create(Samples.Trades, Samples.WordCount);
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGenerators(compilation);
        driver = driver.RunGenerators(Edit(compilation, 0, Samples.Trades.Replace("\"15 minutes\"", "\"20 minutes\"", StringComparison.Ordinal)));

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], GeneratorRun.Reasons(driver, StepNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], GeneratorRun.Reasons(driver, StepNames.Emit));
    }

    [Fact]
    public void An_edit_below_the_pipeline_in_its_file_emits_nothing()
    {
        CSharpCompilation compilation = TestCompilation.Create(Samples.Trades + Other.Replace("namespace Other;", "", StringComparison.Ordinal));
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGenerators(compilation);
        driver = driver.RunGenerators(Edit(compilation, 0, Samples.Trades + "// nothing to see"));

        Assert.Equal([IncrementalStepRunReason.Unchanged], GeneratorRun.Reasons(driver, StepNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Cached], GeneratorRun.Reasons(driver, StepNames.Emit));
    }

    [Fact]
    public void A_finding_that_moves_or_changes_emits_nothing_new()
    {
        const string Source = """
            public record struct R(string A, int B);
            [Pipeline] public static partial class P { [Query] static IStream<R> Q([Json] IStream<R> rows) => rows; }
            """;
        CSharpCompilation compilation = TestCompilation.Create(Source);
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGenerators(compilation);

        // The info about the string member has a place on the input's type, which moves; the query's own places stay.
        driver = driver.RunGenerators(Edit(compilation, 0, Source.Replace("IStream<R> rows)", "  IStream<R> rows)", StringComparison.Ordinal).Replace("IStream<R> Q(", "IStream<R> Q(", StringComparison.Ordinal)));

        Assert.Equal([IncrementalStepRunReason.Modified], GeneratorRun.Reasons(driver, StepNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Unchanged], GeneratorRun.Reasons(driver, StepNames.Plan));
        Assert.Equal([IncrementalStepRunReason.Cached], GeneratorRun.Reasons(driver, StepNames.Emit));
    }

    [Fact]
    public void An_edit_of_a_row_type_in_another_file_is_noticed()
    {
        string rows = Samples.Trades.Substring(0, Samples.Trades.IndexOf("[Pipeline]", StringComparison.Ordinal));
        string pipeline = "namespace Market;\n" + Samples.Trades.Substring(Samples.Trades.IndexOf("[Pipeline]", StringComparison.Ordinal));
        CSharpCompilation compilation = TestCompilation.Create(pipeline, rows);
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGenerators(compilation);
        driver = driver.RunGenerators(Edit(compilation, 1, rows.Replace("Utf8String BrokerCode", "Utf8String Broker", StringComparison.Ordinal)));

        Assert.Equal([IncrementalStepRunReason.Modified], GeneratorRun.Reasons(driver, StepNames.Parse));
        Assert.Contains("skipped: Broker", Assert.Single(GeneratorRun.Files(driver)), StringComparison.Ordinal);
    }

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string text)
    {
        SyntaxTree old = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(old, TestCompilation.Tree(text, old.FilePath));
    }

    private static IncrementalStepRunReason[] Outputs(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().TrackedOutputSteps.Values.SelectMany(s => s).SelectMany(s => s.Outputs).Select(o => o.Reason).ToArray();
}
