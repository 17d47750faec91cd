using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Analyzers;

/// <summary>One walk over the code of one query.</summary>
internal sealed class RowCodeWalk(OperationBlockAnalysisContext context, INamedTypeSymbol query)
{
    private readonly Dictionary<IMethodSymbol, string?> _methods = new(SymbolEqualityComparer.Default);

    public void Visit(IOperation operation)
    {
        string? name = Nondeterminism.NameOf(operation) ?? ThroughMethod(operation);
        if (name is not null)
        {
            // Not below it: in Random.Shared.Next() the call says it all.
            context.ReportDiagnostic(Diagnostic.Create(Rules.NotDeterministic, operation.Syntax.GetLocation(), name));
            return;
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            Visit(child);
        }
    }

    private string? ThroughMethod(IOperation operation)
    {
        IMethodSymbol? method = operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IMethodReferenceOperation reference => reference.Method,
            IPropertyReferenceOperation property => property.Property.GetMethod,
            _ => null,
        };

        // Another query is looked at where it stands.
        if (method is null || method.Has(query) || operation.SemanticModel is not { } model)
        {
            return null;
        }

        method = method.OriginalDefinition;
        if (!_methods.TryGetValue(method, out string? used))
        {
            _methods.Add(method, used = FirstUse(method, model));
        }

        return used is null ? null : $"{method.ContainingType.Name}.{(method.AssociatedSymbol ?? method).Name} (through {used})";
    }

    private string? FirstUse(IMethodSymbol method, SemanticModel model)
    {
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            SyntaxNode syntax = reference.GetSyntax(context.CancellationToken);
            if (syntax is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax))
            {
                // The members of a positional record, for example, have no code.
                continue;
            }

#pragma warning disable RS1030 // The method may stand in another file than the query: no action is given that file's model.
            SemanticModel own = syntax.SyntaxTree == model.SyntaxTree ? model : context.Compilation.GetSemanticModel(syntax.SyntaxTree);
#pragma warning restore RS1030
            if (own.GetOperation(syntax, context.CancellationToken) is { } body)
            {
                return body.DescendantsAndSelf().Select(Nondeterminism.NameOf).FirstOrDefault(name => name is not null);
            }
        }

        return null;
    }
}
