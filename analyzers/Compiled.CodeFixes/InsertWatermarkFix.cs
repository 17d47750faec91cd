using System.Composition;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.CodeFixes;

/// <summary>CMP0402: states a watermark before the GroupBy. Only where there is a window that it can end, and a member that it can go by.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class InsertWatermarkFix() : CompiledCodeFix(RuleIds.AppendWithoutWatermark, "Insert a watermark of 10 minutes before GroupBy")
{
    protected override SyntaxNode? Fix(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (OperatorCalls.At(root, diagnostic.Location.SourceSpan) is not { } groupBy
            || !groupBy.ArgumentList.Arguments.Any(a => model.GetTypeInfo(a.Expression).Type?.ToDisplayString() == "Compiled.Window")
            || TimeOf(groupBy, model) is not { } time)
        {
            return null;
        }

        ArgumentListSyntax arguments = SyntaxFactory.ParseArgumentList($"({time}, \"10 minutes\")");
        return root.ReplaceNode(groupBy, OperatorCalls.InsertBefore(groupBy, "WithWatermark", arguments));
    }

    /// <summary>The time that the windows go by: stated after the window, or the row's event time.</summary>
    private static string? TimeOf(InvocationExpressionSyntax groupBy, SemanticModel model)
    {
        int window = groupBy.ArgumentList.Arguments.IndexOf(a => model.GetTypeInfo(a.Expression).Type?.ToDisplayString() == "Compiled.Window");
        if (groupBy.ArgumentList.Arguments.Skip(window + 1).FirstOrDefault() is { } stated)
        {
            return stated.Expression.ToString();
        }

        return OperatorCalls.RowOf(OperatorCalls.SourceOf(groupBy), model) is { } row && EventTimes.MemberOf(row) is { } member
            ? $"{EventTimes.ParameterFor(row, groupBy)} => {EventTimes.ParameterFor(row, groupBy)}.{member}"
            : null;
    }
}
