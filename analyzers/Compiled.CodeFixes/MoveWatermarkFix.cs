using System.Composition;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.CodeFixes;

/// <summary>CMP0303: moves the watermark before the GroupBy. There the rows are others, so its time becomes the member of the same name, or the rows' event time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MoveWatermarkFix() : CompiledCodeFix(RuleIds.WatermarkAfterGroupBy, "Move the watermark before GroupBy")
{
    protected override SyntaxNode? Fix(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        if (OperatorCalls.At(root, diagnostic.Location.SourceSpan) is not { } watermark
            || OperatorCalls.Below(watermark, "GroupBy") is not { } groupBy
            || watermark.ArgumentList.Arguments.Count != 2
            || OperatorCalls.RowOf(OperatorCalls.SourceOf(groupBy), model) is not { } row
            || TimeOf(watermark.ArgumentList.Arguments[0], row, watermark) is not { } time)
        {
            return null;
        }

        ArgumentListSyntax arguments = SyntaxFactory.ParseArgumentList($"({time}, {watermark.ArgumentList.Arguments[1]})");
        SyntaxTriviaList comments = ((MemberAccessExpressionSyntax)watermark.Expression).OperatorToken.LeadingTrivia;
        ExpressionSyntax rest = OperatorCalls.SourceOf(watermark).ReplaceNode(groupBy, OperatorCalls.InsertBefore(groupBy, "WithWatermark", arguments, comments));
        return root.ReplaceNode(watermark, OperatorCalls.WithoutLast(watermark, rest));
    }

    private static string? TimeOf(ArgumentSyntax old, ITypeSymbol row, SyntaxNode place)
    {
        if (old.Expression is SimpleLambdaExpressionSyntax { Body: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax } access }
            && EventTimes.HasDate(row, access.Name.Identifier.ValueText))
        {
            return old.Expression.ToString();
        }

        string parameter = EventTimes.ParameterFor(row, place);
        return EventTimes.MemberOf(row) is { } member ? $"{parameter} => {parameter}.{member}" : null;
    }
}
