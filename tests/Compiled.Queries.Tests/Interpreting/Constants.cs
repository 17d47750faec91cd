using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.Queries.Tests.Interpreting;

/// <summary>Values of constants from their C# text.</summary>
internal static class Constants
{
    public static object? Value(Generator.Plan.ConstantExpression constant)
    {
        if (constant.Type.Kind == Generator.Plan.ColumnKind.Text)
        {
            return new Utf8String(constant.Value);
        }

        return constant.Type.Kind == Generator.Plan.ColumnKind.String ? constant.Value : Operations.Convert(Parse(constant.Value), constant.Type.Name);
    }

    /// <summary>The value of any constant's text, strings quoted.</summary>
    public static object? Parse(string text) => Of(SyntaxFactory.ParseExpression(text));

    private static object? Of(ExpressionSyntax syntax) => syntax switch
    {
        LiteralExpressionSyntax literal => literal.Token.Value,
        ParenthesizedExpressionSyntax inner => Of(inner.Expression),
        CastExpressionSyntax cast => Operations.Convert(Of(cast.Expression), cast.Type.ToString()),
        PrefixUnaryExpressionSyntax unary => Operations.Unary(unary.OperatorToken.Text, Of(unary.Operand), isChecked: false),
        MemberAccessExpressionSyntax member => TypeNames.Resolve(member.Expression.ToString()).GetField(member.Name.Identifier.Text)!.GetValue(null),
        _ => throw new InvalidOperationException($"'{syntax}' is no constant."),
    };
}
