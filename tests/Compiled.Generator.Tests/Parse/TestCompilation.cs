using System.Reflection;
using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.Generator.Tests;

/// <summary>Compilations against this process's framework and Compiled.dll, without touching the disk.</summary>
internal static class TestCompilation
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using Compiled;";

    private static readonly MetadataReference[] s_references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => Path.GetFileName(p) is { } n && (n.StartsWith("System.", StringComparison.Ordinal) || n is "netstandard.dll" or "mscorlib.dll" or "Compiled.dll"))
        .Append(typeof(PipelineAttribute).Assembly.Location)
        .Distinct()
        .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToArray();

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    public static CSharpCompilation Create(params string[] sources) => Create(NullableContextOptions.Enable, sources);

    public static CSharpCompilation Create(NullableContextOptions nullable, params string[] sources) => CSharpCompilation.Create(
        "Tested",
        sources.Select((s, i) => Tree(s, $"File{i}.cs")).Append(Tree(Usings, "Usings.cs")),
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable));

    public static SyntaxTree Tree(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>Parses the only pipeline of the sources; the sources must compile.</summary>
    public static ParseResult Parse(params string[] sources) => Parse(Create(sources), mustCompile: true);

    public static ParseResult Parse(CSharpCompilation compilation, bool mustCompile)
    {
        if (mustCompile)
        {
            Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        }

        return PipelineParser.Parse(PipelineOf(compilation), compilation, CancellationToken.None);
    }

    /// <summary>Parses sources that must give no finding.</summary>
    public static PipelinePlan Plan(params string[] sources)
    {
        ParseResult result = Parse(sources);
        Assert.Empty(result.Findings.Select(f => $"{f.RuleId} {f.Place} {f.Arguments[0]}"));
        Assert.False(result.HasErrors);
        return Assert.IsType<PipelinePlan>(result.Plan);
    }

    /// <summary>The first argument of each case of a theory.</summary>
    public static string[] Forms(Type tests, params string[] theories) =>
        theories.SelectMany(t => tests.GetMethod(t)!.GetCustomAttributes<InlineDataAttribute>()).Select(d => (string)d.GetData(null!).Single()[0]).Distinct().ToArray();

    /// <summary>A query Q0, Q1, … for each expression, so that one compilation serves many cases.</summary>
    public static string Queries(string query, IEnumerable<string> expressions) => string.Join(
        "\n",
        expressions.Select((e, i) => query.Replace(" Q(", $" Q{i}(", StringComparison.Ordinal).Replace("EXPRESSION", e, StringComparison.Ordinal)));

    /// <summary>The text at a finding's place.</summary>
    public static string TextAt(CSharpCompilation compilation, SourceSpan place)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single(t => t.FilePath == place.Path);
        Microsoft.CodeAnalysis.Text.SourceText text = tree.GetText();
        int start = text.Lines[place.StartLine].Start + place.StartCharacter;
        int end = text.Lines[place.EndLine].Start + place.EndCharacter;
        return text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(start, end));
    }

    private static INamedTypeSymbol PipelineOf(CSharpCompilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (TypeDeclarationSyntax type in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
            {
                if (type.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString().EndsWith("Pipeline", StringComparison.Ordinal)))
                {
                    return model.GetDeclaredSymbol(type)!;
                }
            }
        }

        throw new InvalidOperationException("No [Pipeline] in the sources.");
    }
}
