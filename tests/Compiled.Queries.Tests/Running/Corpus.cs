using System.Collections.Concurrent;
using System.Reflection;
using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Queries.Tests.Running;

/// <summary>The source of the corpus, and the plans of its pipelines.</summary>
internal static class Corpus
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using Compiled;";

    private static readonly ConcurrentDictionary<string, PipelinePlan> Plans = new();

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    public static MetadataReference[] References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "Compiled.dll"))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>The files of the corpus.</summary>
    public static CSharpCompilation Compilation { get; } = Compile(
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.EndsWith(".cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => (n, Text(n)))]);

    /// <summary>The pipelines of the corpus by full name.</summary>
    public static IEnumerable<INamedTypeSymbol> Pipelines(Compilation compilation) => compilation
        .GetSymbolsWithName(_ => true, SymbolFilter.Type)
        .OfType<INamedTypeSymbol>()
        .Where(t => t.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == PipelineParser.AttributeName));

    public static CSharpCompilation Compile(params (string Path, string Text)[] files) => CSharpCompilation.Create(
        "Queries",
        files.Append(("Usings.cs", Usings)).Select(f => CSharpSyntaxTree.ParseText(f.Item2, ParseOptions, f.Item1)),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));

    /// <summary>The plan of a pipeline, read from the text that the build compiled.</summary>
    public static PipelinePlan Plan(Type pipeline) => Plans.GetOrAdd(pipeline.FullName!, name =>
    {
        ParseResult result = PlanChecks.Judge(PipelineParser.Parse(Compilation.GetTypeByMetadataName(name)!, Compilation, CancellationToken.None));
        Assert.False(result.HasErrors, string.Join('\n', result.Findings.Select(f => $"{f.RuleId} {f.Arguments[0]}")));
        return result.Plan!;
    });

    private static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
