using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Compiled.Analyzers.Tests;

/// <summary>Applies code fixes as an editor would.</summary>
internal static class Fix
{
    /// <summary>The fix turns one source into the other, which has no finding.</summary>
    public static void Turns(CodeFixProvider fix, string wrong, string right)
    {
        string? changed = Apply(fix, wrong);
        Assert.Equal(right, changed);
        Check.Clean(right);
    }

    /// <summary>The fix does not offer itself.</summary>
    public static void OffersNothing(CodeFixProvider fix, string wrong) => Assert.Null(Apply(fix, wrong));

    private static string? Apply(CodeFixProvider fix, string source)
    {
        Diagnostic finding = Assert.Single(Judge.Findings(source));
        Assert.Contains(finding.Id, fix.FixableDiagnosticIds);
        using var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject("Example", LanguageNames.CSharp).WithCompilationOptions(Judge.Options).AddMetadataReferences(Judge.References);
        Document document = project.AddDocument("File0.cs", source, filePath: "File0.cs");
        var actions = new List<CodeAction>();
        var own = Diagnostic.Create(Rules.ById[finding.Id], Location.Create(Tree(document), finding.Location.SourceSpan));
        fix.RegisterCodeFixesAsync(new CodeFixContext(document, own, (action, _) => actions.Add(action), default)).GetAwaiter().GetResult();
        if (actions.Count == 0)
        {
            return null;
        }

        ImmutableArray<CodeActionOperation> operations = Assert.Single(actions).GetOperationsAsync(default).GetAwaiter().GetResult();
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Document result = changed.GetDocument(document.Id)!;
        result = Formatter.FormatAsync(Simplifier.ReduceAsync(result, Simplifier.Annotation).GetAwaiter().GetResult(), Formatter.Annotation).GetAwaiter().GetResult();
        return result.GetTextAsync().GetAwaiter().GetResult().ToString();
    }

    private static SyntaxTree Tree(Document document) => document.GetSyntaxTreeAsync().GetAwaiter().GetResult()!;
}
