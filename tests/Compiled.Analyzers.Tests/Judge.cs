using System.Collections.Immutable;
using Compiled.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Compiled.Analyzers.Tests;

/// <summary>Compiles a source as a user would: generator, then analyzers.</summary>
internal static class Judge
{
    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(PipelineAttribute).Assembly.Location),
    ];

    public static readonly CSharpCompilationOptions Options =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers() => [new PipelineAnalyzer(), new QueryCallAnalyzer(), new RowCodeAnalyzer(), new NullTextAnalyzer()];

    public static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "Example",
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, path: $"File{i}.cs")),
        References,
        Options);

    /// <summary>The findings of our rules, by position.</summary>
    public static ImmutableArray<Diagnostic> Findings(params string[] sources) => Findings(Compile(sources));

    public static ImmutableArray<Diagnostic> Findings(CSharpCompilation compilation) =>
    [
        .. Generated(compilation).WithAnalyzers(Analyzers()).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(d => d.Location.SourceSpan.Start),
    ];

    /// <summary>What C# itself has against the source and what was generated for it, and exceptions of the generator.</summary>
    public static ImmutableArray<Diagnostic> CSharpErrors(params string[] sources)
    {
        CSharpGeneratorDriver.Create(new PipelineGenerator()).RunGeneratorsAndUpdateCompilation(Compile(sources), out Compilation updated, out ImmutableArray<Diagnostic> ofGenerator);
        return [.. ofGenerator, .. updated.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
    }

    private static Compilation Generated(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create(new PipelineGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        return updated;
    }
}
