using Compiled.Generator.Emit;
using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.Generator;

/// <summary>Way in: finds [Pipeline] classes, parses each into a plan, and emits one file a plan. Each step stops the ones after it if its result is the same as before.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PipelineGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        ParseCache cache = new();
        IncrementalValuesProvider<ParseResult?> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                PipelineParser.AttributeName,
                static (node, _) => node is TypeDeclarationSyntax,
                (found, cancellation) => Parse(found, cache, cancellation))
            .WithTrackingName(StepNames.Parse);

        // Findings hold places, that move with every edit above them: analyzers tell them, emission does not depend on them.
        IncrementalValuesProvider<ParseResult> plans = parsed
            .Where(static result => result?.Plan is not null)
            .Select(static (result, _) => result! with { Findings = EquatableArray<Finding>.Empty })
            .WithTrackingName(StepNames.Plan);

        IncrementalValuesProvider<GeneratedFile> files = plans
            .Select(static (result, _) => new GeneratedFile(
                result.Plan!.FullName + ".g.cs",
                result.HasErrors ? PipelineEmitter.EmitSignatures(result.Plan) : PipelineEmitter.Emit(result.Plan)))
            .WithTrackingName(StepNames.Emit);

        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, file.Text));
    }

    /// <summary>
    /// Null while the code is being written and no class is meant yet, and for all but the first of several parts that bear the attribute
    /// (an error of C#): a second file of the same name would cost the project all generated code.
    /// </summary>
    private static ParseResult? Parse(GeneratorAttributeSyntaxContext found, ParseCache cache, CancellationToken cancellation)
    {
        if (found.TargetSymbol is not INamedTypeSymbol pipeline || found.Attributes[0].AttributeClass is not { } attribute)
        {
            return null;
        }

        SyntaxReference? first = pipeline.GetAttributes().First(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, attribute)).ApplicationSyntaxReference;
        bool isFirst = first is not null && first.SyntaxTree == found.TargetNode.SyntaxTree && found.TargetNode.Span.Contains(first.Span);
        if (!isFirst)
        {
            return null;
        }

        Compilation compilation = found.SemanticModel.Compilation;
        SyntaxTree[] files = pipeline.DeclaringSyntaxReferences.Select(r => r.SyntaxTree).ToArray();
        return cache.Of(found.TargetNode, files, compilation, () => PlanChecks.Judge(PipelineParser.Parse(pipeline, compilation, cancellation)));
    }
}
