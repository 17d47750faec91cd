using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Compiled.CodeFixes;

/// <summary>Finds and makes operator calls in a method chain. Query expressions have no such calls and get no fix.</summary>
internal static class OperatorCalls
{
    /// <summary>The call whose name and arguments a finding points at.</summary>
    public static InvocationExpressionSyntax? At(SyntaxNode root, TextSpan span) =>
        root.FindToken(span.Start).Parent is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } name
        && access.Name == name
            ? call
            : null;

    public static string NameOf(InvocationExpressionSyntax call) => ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText;

    /// <summary>What an operator is called on.</summary>
    public static ExpressionSyntax SourceOf(InvocationExpressionSyntax call) => ((MemberAccessExpressionSyntax)call.Expression).Expression;

    /// <summary>The nearest call of an operator below <paramref name="call"/> in its chain.</summary>
    public static InvocationExpressionSyntax? Below(InvocationExpressionSyntax call, string name)
    {
        ExpressionSyntax source = SourceOf(call);
        while (source is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } below)
        {
            if (NameOf(below) == name)
            {
                return below;
            }

            source = SourceOf(below);
        }

        return null;
    }

    /// <summary>The row type of a stream expression.</summary>
    public static ITypeSymbol? RowOf(ExpressionSyntax stream, SemanticModel model) =>
        (model.GetTypeInfo(stream).Type as INamedTypeSymbol)?.TypeArguments.LastOrDefault();

    /// <summary>
    /// Puts a call between <paramref name="call"/> and what it is called on, on a line of its own if <paramref name="call"/> has one. Comments stay with the operator
    /// before which they stand; <paramref name="before"/> are those of the call that is put in.
    /// </summary>
    public static InvocationExpressionSyntax InsertBefore(InvocationExpressionSyntax call, string name, ArgumentListSyntax arguments, SyntaxTriviaList? before = null)
    {
        var access = (MemberAccessExpressionSyntax)call.Expression;
        ExpressionSyntax source = access.Expression;
        SyntaxToken dot = access.OperatorToken.WithLeadingTrivia(before ?? SyntaxFactory.TriviaList(access.OperatorToken.LeadingTrivia.Reverse().TakeWhile(IsIndentation)));
        InvocationExpressionSyntax inserted = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, source, dot, SyntaxFactory.IdentifierName(name)),
            arguments.WithTrailingTrivia(source.GetTrailingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
        return call.WithExpression(access.WithExpression(inserted));
    }

    /// <summary>What <paramref name="call"/> is called on, in its place; a comment at the end of its last line stays.</summary>
    public static ExpressionSyntax WithoutLast(InvocationExpressionSyntax call, ExpressionSyntax rest) =>
        rest.WithTrailingTrivia(rest.GetTrailingTrivia().Reverse().SkipWhile(trivia => IsIndentation(trivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia)).Reverse().Concat(call.GetTrailingTrivia()));

    private static bool IsIndentation(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia);
}
