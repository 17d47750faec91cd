using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.Generator.Tests.Incremental;

/// <summary>A class is parsed again if, and only if, something changed that parsing could have seen.</summary>
public sealed class ParseCacheTests
{
    private const string Pipeline = """
        namespace Market;
        [Pipeline] public static partial class P { [Query] static IStream<Row> Q([Json] IStream<Row> rows) => rows.Where(r => r.A > Rules.Limit && Rules.Holds(r.A)); }
        """;

    private const string Other = """
        namespace Market;
        public enum Kind { Buy = 1 }
        public record struct Row(int A, string? B);
        public static class Rules
        {
            public const int Limit = 5;
            public static readonly int Start = 7;
            public static bool Holds(int x, int y = 1) => x > 1;
            public static bool Long(int x) { return x > 1; }
        }
        """;

    [Theory]
    [InlineData("x > 1;", "x > 2;")]
    [InlineData("Start = 7", "Start = 8")]
    [InlineData("namespace Market;", "namespace Market;\n\n// a remark\n")]
    [InlineData("return x > 1", "int z = 3; return x > z")]
    public void Not_after_an_edit_of_what_parsing_never_sees(string old, string now) => Assert.Equal(1, Parses(1, old, now));

    [Theory]
    [InlineData("Limit = 5", "Limit = 6")]
    [InlineData("Buy = 1", "Buy = 2")]
    [InlineData("y = 1", "y = 2")]
    [InlineData("int A", "long A")]
    [InlineData("bool Holds", "static int Added() => 1; public static bool Holds")]
    [InlineData("namespace Market;", "using System.Linq;\nnamespace Market;")]
    [InlineData("namespace Market;", "#nullable disable\nnamespace Market;")]
    [InlineData("namespace Market;", "[assembly: System.Reflection.AssemblyTitle(\"x\")]\nnamespace Market;")]
    public void After_an_edit_of_a_declaration(string old, string now) => Assert.Equal(2, Parses(1, old, now));

    [Fact]
    public void After_an_edit_of_its_own_file() => Assert.Equal(2, Parses(0, "> Rules", ">= Rules"));

    [Fact]
    public void After_a_change_of_options_or_references()
    {
        CSharpCompilation compilation = TestCompilation.Create(Pipeline, Other);
        Assert.Equal(2, Parses(compilation, compilation.WithOptions(compilation.Options.WithOverflowChecks(true))));
        Assert.Equal(2, Parses(compilation, compilation.RemoveReferences(compilation.References.Last())));
        Assert.Equal(2, Parses(compilation, compilation.AddSyntaxTrees(TestCompilation.Tree("class More;", "More.cs"))));
    }

    private static int Parses(int file, string old, string now)
    {
        string[] sources = [Pipeline, Other];
        Assert.Contains(old, sources[file], StringComparison.Ordinal);
        CSharpCompilation compilation = TestCompilation.Create(sources);
        SyntaxTree tree = compilation.SyntaxTrees[file];
        return Parses(compilation, compilation.ReplaceSyntaxTree(tree, TestCompilation.Tree(sources[file].Replace(old, now, StringComparison.Ordinal), tree.FilePath)));
    }

    private static int Parses(params CSharpCompilation[] compilations)
    {
        int parses = 0;
        ParseCache cache = new();
        foreach (CSharpCompilation compilation in compilations)
        {
            SyntaxTree file = compilation.SyntaxTrees[0];
            TypeDeclarationSyntax declaration = file.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().Single();
            ParseResult result = new(null, false, default);
            Assert.NotNull(cache.Of(declaration, [file], compilation, () =>
            {
                parses++;
                return result;
            }));
        }

        return parses;
    }
}
