using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Compiled.Analyzers;

/// <summary>CMP0701: clocks, random numbers and the like in the code of a query, or in a method of the user that it calls (one level: enough to find the usual slip, cheap enough for the editor).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RowCodeAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rules.NotDeterministic];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ApiNames.Query) is { } query)
            {
                start.RegisterOperationBlockAction(block => Analyze(block, query));
            }
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, INamedTypeSymbol query)
    {
        if (context.OwningSymbol.Has(query))
        {
            var walk = new RowCodeWalk(context, query);
            foreach (IOperation block in context.OperationBlocks)
            {
                walk.Visit(block);
            }
        }
    }
}
