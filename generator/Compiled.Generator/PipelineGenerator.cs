using Compiled.Generator.Emit;
using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator;

/// <summary>Way in: finds [Pipeline] classes, parses each into a plan, and emits one file a plan. Each step stops the ones after it if its result is the same as before.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PipelineGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParseResult> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                PipelineParser.AttributeName,
                static (_, _) => true,
                static (found, cancellation) => PlanChecks.Judge(PipelineParser.Parse((INamedTypeSymbol)found.TargetSymbol, found.SemanticModel.Compilation, cancellation)))
            .WithTrackingName(StepNames.Parse);

        // Findings hold places, that move with every edit above them: analyzers tell them, emission does not depend on them.
        IncrementalValuesProvider<ParseResult> plans = parsed
            .Where(static result => result.Plan is not null)
            .Select(static (result, _) => result with { Findings = EquatableArray<Finding>.Empty })
            .WithTrackingName(StepNames.Plan);

        IncrementalValuesProvider<GeneratedFile> files = plans
            .Select(static (result, _) => new GeneratedFile(
                result.Plan!.FullName + ".g.cs",
                result.HasErrors ? PipelineEmitter.EmitSignatures(result.Plan) : PipelineEmitter.Emit(result.Plan)))
            .WithTrackingName(StepNames.Emit);

        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, file.Text));
    }
}
