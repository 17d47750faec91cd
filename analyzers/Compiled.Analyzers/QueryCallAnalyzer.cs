using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Analyzers;

/// <summary>CMP0105: queries that are called, or taken as delegates, by code that is no query. A query that uses another is the parser's business.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QueryCallAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rules.QueryCalled];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ApiNames.Query) is { } query)
            {
                start.RegisterOperationAction(
                    operation => Report(operation, query, ((IInvocationOperation)operation.Operation).TargetMethod), OperationKind.Invocation);
                start.RegisterOperationAction(
                    operation => Report(operation, query, ((IMethodReferenceOperation)operation.Operation).Method), OperationKind.MethodReference);
            }
        });
    }

    private static void Report(OperationAnalysisContext context, INamedTypeSymbol query, IMethodSymbol called)
    {
        if (called.Has(query) && !context.ContainingSymbol.Has(query) && !IsOnlyNamed(context.Operation))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.QueryCalled, context.Operation.Syntax.GetLocation(), called.Name, called.ContainingType.Name));
        }
    }

    private static bool IsOnlyNamed(IOperation operation)
    {
        IOperation? parent = operation.Parent;
        while (parent is not null)
        {
            if (parent is INameOfOperation)
            {
                return true;
            }

            parent = parent.Parent;
        }

        return false;
    }
}
