using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Compiled.CodeFixes;

/// <summary>A fix of one rule that changes one file. It computes the change first and offers itself only if there is one.</summary>
public abstract class CompiledCodeFix(string ruleId, string title) : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ruleId];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Fix(root, model, diagnostic) is { } changed)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)), equivalenceKey: ruleId),
                    diagnostic);
            }
        }
    }

    /// <summary>The file without the fault, or null if this fix cannot mend it.</summary>
    protected abstract SyntaxNode? Fix(SyntaxNode root, SemanticModel model, Diagnostic diagnostic);
}
