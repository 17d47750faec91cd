using Microsoft.CodeAnalysis;

namespace Compiled.Benchmarks.Generator;

/// <summary>Finds the attributed classes and does nothing with them: what the compiler itself costs with any generator.</summary>
[Generator(LanguageNames.CSharp)]
#pragma warning disable RS1036, RS1041, RS1038 // It is never shipped: it runs here only, under the driver.
public sealed class EmptyGenerator : IIncrementalGenerator
#pragma warning restore RS1036, RS1041, RS1038
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<string> names = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Compiled.PipelineAttribute", static (_, _) => true, static (found, _) => found.TargetSymbol.Name);
        context.RegisterSourceOutput(names, static (output, name) => output.AddSource(name + ".g.cs", "// " + name));
    }
}
