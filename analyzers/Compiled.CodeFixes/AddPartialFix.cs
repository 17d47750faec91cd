using System.Composition;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.CodeFixes;

/// <summary>CMP0101: adds partial to the class and to the types around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddPartialFix() : CompiledCodeFix(RuleIds.NotPartial, "Add partial")
{
    protected override SyntaxNode? Fix(SyntaxNode root, SemanticModel model, Diagnostic diagnostic)
    {
        List<TypeDeclarationSyntax> types = [.. root.FindToken(diagnostic.Location.SourceSpan.Start).Parent!
            .AncestorsAndSelf()
            .OfType<TypeDeclarationSyntax>()
            .Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))];
        return types.Count == 0 ? null : root.ReplaceNodes(types, (_, type) => WithPartial(type));
    }

    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
        {
            return (TypeDeclarationSyntax)type.WithModifiers(type.Modifiers.Add(partial));
        }

        // Without modifiers the class keyword carries the comments and the indentation.
        SyntaxToken keyword = type.Keyword;
        return (TypeDeclarationSyntax)type
            .WithKeyword(keyword.WithLeadingTrivia())
            .WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(keyword.LeadingTrivia)));
    }
}
