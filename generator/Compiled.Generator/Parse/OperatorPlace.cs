using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Compiled.Generator.Parse;

/// <summary>Where an operator stands: its name and arguments, or the clause of a query expression, without what it is called on.</summary>
internal static class OperatorPlace
{
    public static SourceSpan Of(IInvocationOperation call) => ParseContext.SpanOf(LocationOf(call));

    public static Location LocationOf(IInvocationOperation call)
    {
        SyntaxNode syntax = call.Syntax;
        if (syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && call.TargetMethod.IsExtensionMethod && IsExtensionForm(call, access))
        {
            return Location.Create(syntax.SyntaxTree, TextSpan.FromBounds(access.Name.SpanStart, syntax.Span.End));
        }

        return syntax.GetLocation();
    }

    /// <summary>In the static form (StreamOperators.Where(source, …)) the source is written among the arguments.</summary>
    private static bool IsExtensionForm(IInvocationOperation call, MemberAccessExpressionSyntax access) =>
        access.Expression.Span.Contains(call.ArgumentAt(0).Syntax.Span);
}
