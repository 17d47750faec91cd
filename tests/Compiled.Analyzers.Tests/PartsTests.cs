namespace Compiled.Analyzers.Tests;

/// <summary>A pipeline may have parts in several files; it is parsed once, and told of where the fault is.</summary>
public class PartsTests
{
    [Fact]
    public void A_fault_in_one_part_is_told_once_and_there()
    {
        string first = Examples.File("""
            [Pipeline]
            public static partial class Totals
            {
                [Query]
                static IStream<Trade> Large([Json] IStream<Trade> trades) => trades.Where(t => t.Amount > 1000);
            }
            """);
        const string Second = """
            using Compiled;

            public static partial class Totals
            {
                [Query(OutputMode.Complete)]
                static IStream<Trade> Small([Json] IStream<Trade> trades) => trades.Where(t => t.Amount < 10);
            }
            """;
        Microsoft.CodeAnalysis.Diagnostic finding = Assert.Single(Judge.Findings(first, Second));
        Assert.Equal("CMP0401", finding.Id);
        Assert.Equal("File1.cs", finding.Location.SourceTree!.FilePath);
        Assert.Equal("OutputMode.Complete", Second.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length));
    }

    [Fact]
    public void Files_without_a_name_are_told_apart_by_the_class()
    {
        Microsoft.CodeAnalysis.CSharp.CSharpCompilation compilation = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create(
            "Example",
            [
                Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("// another file"),
                Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(Examples.Complete("trades.Where(t => t.Amount > 1)", "Trade")),
            ],
            Judge.References,
            Judge.Options);
        Microsoft.CodeAnalysis.Diagnostic finding = Assert.Single(Judge.Findings(compilation));
        Assert.Equal(compilation.SyntaxTrees[1], finding.Location.SourceTree);
    }

    [Fact]
    public void A_project_without_the_package_has_no_findings() =>
        Assert.Empty(Judge.Findings("class PipelineAttribute : System.Attribute; [Pipeline] static class Totals;"));
}
