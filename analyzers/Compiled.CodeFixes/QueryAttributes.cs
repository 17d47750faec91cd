using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Compiled.CodeFixes;

/// <summary>Reads and rewrites the output mode of a [Query].</summary>
internal static class QueryAttributes
{
    /// <summary>The [Query] of the method around <paramref name="node"/>.</summary>
    public static AttributeSyntax? Around(SyntaxNode node, SemanticModel model) => node.AncestorsAndSelf()
        .OfType<MethodDeclarationSyntax>()
        .SelectMany(method => method.AttributeLists)
        .SelectMany(list => list.Attributes)
        .FirstOrDefault(attribute => model.GetTypeInfo(attribute).Type?.ToDisplayString() == "Compiled.QueryAttribute");

    /// <summary>Whether the attribute already states this mode.</summary>
    public static bool States(AttributeSyntax attribute, string mode) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault()?.Expression.ToString().Split('.').Last() == mode;

    public static AttributeSyntax WithMode(AttributeSyntax attribute, string mode)
    {
        ExpressionSyntax value = SyntaxFactory.ParseExpression("global::Compiled.OutputMode." + mode).WithAdditionalAnnotations(Simplifier.Annotation);
        if (attribute.ArgumentList?.Arguments.FirstOrDefault() is not { } old)
        {
            return attribute.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.AttributeArgument(value))));
        }

        return attribute.ReplaceNode(old.Expression, value.WithTriviaFrom(old.Expression));
    }
}
