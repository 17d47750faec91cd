using System.Collections.Immutable;
using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Compiled.Analyzers;

/// <summary>
/// Tells the findings of parsing a pipeline and of judging its plan: the same plan that the generator emits from. A class is parsed once a compilation,
/// however many parts it has.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PipelineAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.ById.Values];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ApiNames.Pipeline) is { } pipeline)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, pipeline), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol pipeline)
    {
        if (context.Symbol is not INamedTypeSymbol type || !type.Has(pipeline))
        {
            return;
        }

        ParseResult judged = PlanChecks.Judge(PipelineParser.Parse(type, context.Compilation, context.CancellationToken));
        var places = new SourcePlaces(type, context.Compilation);
        foreach (Finding finding in judged.Findings)
        {
            if (places.Find(finding.Place) is { } location)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.ById[finding.RuleId], location, finding.Arguments.ToArray<object>()));
            }
        }
    }
}
