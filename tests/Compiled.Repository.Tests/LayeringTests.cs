using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.Repository.Tests;

/// <summary>Which way things point (docs/architecture.md), held by names in the sources and by the references of the assemblies.</summary>
public class LayeringTests
{
    /// <summary>Per layer, the layers of the runtime that it must know nothing of.</summary>
    public static TheoryData<string, string[]> Forbidden => new()
    {
        { "Memory", ["Execution", "Sources", "Sinks", "State", "Checkpoint", "Formats", "Time"] },
        { "Monitoring", ["Sources", "Sinks", "State", "Checkpoint", "Formats"] },
        { "Time", ["Execution", "Sources", "Sinks", "State", "Checkpoint", "Formats"] },
        { "Formats", ["Sources", "Sinks", "State", "Checkpoint"] },
        { "Checkpoint", ["Sources", "Sinks", "Formats"] },
        { "State", ["Sources", "Sinks", "Formats"] },
        { "Sources", ["Formats", "State", "Sinks"] },
        { "Sinks", ["Sources", "State"] },
    };

    /// <summary>Per part of the generator, the parts that it must know nothing of.</summary>
    public static TheoryData<string, string[]> ForbiddenInGenerator => new()
    {
        { "Plan", ["Parse", "Optimize", "Emit"] },
        { "Parse", ["Optimize", "Emit"] },
        { "Optimize", ["Parse", "Emit"] },
        { "Emit", ["Parse"] },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_layer_of_the_runtime_points_downwards(string layer, string[] forbidden) => KnowsNothingOf("runtime/Compiled/" + layer, "Compiled.", forbidden);

    [Theory]
    [MemberData(nameof(ForbiddenInGenerator))]
    public void A_part_of_the_generator_points_at_the_plan(string part, string[] forbidden) => KnowsNothingOf("generator/Compiled.Generator/" + part, "Compiled.Generator.", forbidden);

    [Theory]
    [InlineData("Plan")]
    [InlineData("Optimize")]
    public void Only_parsing_knows_the_compiler(string part)
    {
        foreach (string file in Repository.Files("generator/Compiled.Generator/" + part, "*.cs"))
        {
            Assert.DoesNotContain(NamespacesIn(file), name => name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        }
    }

    /// <summary>Emission may ask which words C# reserves and how it writes a literal, but sees no program but the plan.</summary>
    [Fact]
    public void Emission_sees_no_symbol_and_no_syntax()
    {
        string[] seen = ["ISymbol", "ITypeSymbol", "INamedTypeSymbol", "IMethodSymbol", "IOperation", "Compilation", "SemanticModel", "SyntaxNode", "SyntaxTree"];
        foreach (string file in Repository.Files("generator/Compiled.Generator/Emit", "*.cs"))
        {
            IEnumerable<string> words = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantTokens().Select(token => token.ValueText);
            Assert.Empty(words.Intersect(seen));
        }
    }

    [Fact]
    public void Analyzers_read_parse_and_plan_and_emit_nothing()
    {
        KnowsNothingOf("analyzers", "Compiled.Generator.", ["Emit", "Optimize"]);
        Assert.NotEmpty(Repository.Files("analyzers", "*.cs"));
    }

    [Fact]
    public void The_runtime_does_not_know_the_compiler()
    {
        string[] references = [.. typeof(PipelineAttribute).Assembly.GetReferencedAssemblies().Select(name => name.Name!)];
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name == "Compiled.Generator");
    }

    [Fact]
    public void The_generator_knows_nothing_but_roslyn()
    {
        string[] references = [.. typeof(Generator.Plan.PipelinePlan).Assembly.GetReferencedAssemblies().Select(name => name.Name!)];
        Assert.All(references, name => Assert.True(
            name is "netstandard" || name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name.StartsWith("System.", StringComparison.Ordinal),
            $"The generator references {name}."));
    }

    [Fact]
    public void A_name_is_seen_in_usings_and_in_code()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText("using Compiled.Formats; class C { Compiled.State.KeyHash F; }");
        Assert.Equal(["Compiled.Formats", "Compiled.State.KeyHash"], NamesIn(tree).Where(name => name.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static void KnowsNothingOf(string folder, string root, string[] forbidden)
    {
        var told = new List<string>();
        foreach (string file in Repository.Files(folder, "*.cs"))
        {
            told.AddRange(NamespacesIn(file)
                .Where(name => forbidden.Any(layer => Regex.IsMatch(name, $"^(global::)?({Regex.Escape(root)})?{layer}(\\.|$)") && (name.Contains('.', StringComparison.Ordinal) || root.Length == 0)))
                .Select(name => $"{Repository.Relative(file)} names {name}"));
        }

        Assert.True(told.Count == 0, string.Join("\n", told));
    }

    private static IEnumerable<string> NamespacesIn(string file) => NamesIn(CSharpSyntaxTree.ParseText(File.ReadAllText(file)));

    /// <summary>Usings and qualified names, whole: what a file says of other namespaces.</summary>
    private static IEnumerable<string> NamesIn(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        IEnumerable<string> usings = root.DescendantNodes().OfType<UsingDirectiveSyntax>().Where(u => u.Name is not null).Select(u => u.Name!.ToString());
        IEnumerable<string> names = root.DescendantNodes()
            .Where(node => node is QualifiedNameSyntax { Parent: not (QualifiedNameSyntax or BaseNamespaceDeclarationSyntax or UsingDirectiveSyntax) })
            .Select(node => node.ToString());
        return usings.Concat(names).Distinct();
    }
}
