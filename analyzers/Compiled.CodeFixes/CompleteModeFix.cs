using System.Composition;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Compiled.CodeFixes;

/// <summary>CMP0404: a result that is ordered or cut is delivered whole.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CompleteModeFix() : CompiledCodeFix(RuleIds.OrderOutsideComplete, "Use OutputMode.Complete")
{
    protected override SyntaxNode? Fix(SyntaxNode root, SemanticModel model, Diagnostic diagnostic) =>
        QueryAttributes.Around(root.FindNode(diagnostic.Location.SourceSpan), model) is { } attribute && !QueryAttributes.States(attribute, "Complete")
            ? root.ReplaceNode(attribute, QueryAttributes.WithMode(attribute, "Complete"))
            : null;
}
