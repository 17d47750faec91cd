using System.Composition;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.CodeFixes;

/// <summary>CMP0401: a query without aggregation appends its rows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AppendModeFix() : CompiledCodeFix(RuleIds.CompleteWithoutAggregation, "Use OutputMode.Append")
{
    protected override SyntaxNode? Fix(SyntaxNode root, SemanticModel model, Diagnostic diagnostic) =>
        QueryAttributes.Around(root.FindNode(diagnostic.Location.SourceSpan), model) is { } attribute && !QueryAttributes.States(attribute, "Append")
            ? root.ReplaceNode(attribute, QueryAttributes.WithMode(attribute, "Append"))
            : null;
}
