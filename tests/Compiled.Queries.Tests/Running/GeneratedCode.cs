using System.Collections.Immutable;
using Compiled.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Queries.Tests.Running;

/// <summary>What the generator makes of sources, and what C# says of it.</summary>
internal sealed class GeneratedCode
{
    private GeneratedCode(Compilation compilation, GeneratorDriverRunResult result)
    {
        Assert.Null(result.Results.Single().Exception);
        Trees = result.GeneratedTrees;
        Diagnostics = Judge(compilation);

        // Generated files switch warnings off, for users' settings are none of their business: here they are judged with them.
        string Loud(SyntaxTree tree) => tree.ToString().Replace("#pragma warning disable", "", StringComparison.Ordinal);
        foreach (SyntaxTree tree in result.GeneratedTrees)
        {
            compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(Loud(tree), Corpus.ParseOptions, tree.FilePath));
        }

        Warnings = Judge(compilation);
    }

    /// <summary>As <see cref="Diagnostics"/>, with nothing switched off.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; }

    private static ImmutableArray<Diagnostic> Judge(Compilation compilation) => [.. compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>The generated files.</summary>
    public ImmutableArray<SyntaxTree> Trees { get; }

    /// <summary>Errors and warnings of the C# compiler, in the user's files and in generated ones.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    public static GeneratedCode Of(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new PipelineGenerator().AsSourceGenerator()], parseOptions: Corpus.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        return new GeneratedCode(generated, driver.GetRunResult());
    }

    /// <summary>A diagnostic with the line it points at.</summary>
    public static string Text(Diagnostic diagnostic)
    {
        string? line = diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
        return $"{diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} | {line}";
    }
}
