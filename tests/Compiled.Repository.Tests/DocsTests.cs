using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Compiled.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Repository.Tests;

/// <summary>Pages say what is so: links lead somewhere, and code that is marked <c>csharp compile</c> compiles with what is generated for it.</summary>
public class DocsTests
{
    public static TheoryData<string> Pages => [.. Markdown.Pages().Select(Repository.Relative)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Relative_links_lead_to_files(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        Assert.DoesNotContain(Markdown.RelativeLinks(Repository.Text(page)), link => !Path.Exists(Path.Combine(folder, link)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Code_that_claims_to_compile_does(string page)
    {
        foreach (string code in Markdown.CompiledBlocks(Repository.Text(page)))
        {
            ImmutableArray<Diagnostic> errors = Errors(code);
            Assert.True(errors.IsEmpty, $"{page}:\n{string.Join("\n", errors)}\nin:\n{code}");
        }
    }

    [Fact]
    public void Code_that_does_not_compile_is_noticed() => Assert.NotEmpty(Errors("class C { Missing M; }"));

    [Fact]
    public void Marked_code_and_links_are_found()
    {
        Assert.Equal(["int x;\n"], Markdown.CompiledBlocks("text\n```csharp compile\nint x;\n```\n```csharp\nint y;\n```\n"));
        Assert.Equal(["a/b.md"], Markdown.RelativeLinks("[x](a/b.md#part) [y](https://example.org) \n```\n[z](c.md)\n```\n"));
    }

    private static ImmutableArray<Diagnostic> Errors(string code)
    {
        const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";
        bool hasStatements = CSharpSyntaxTree.ParseText(code).GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Page",
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(code, path: "Page.cs")],
            References(),
            new CSharpCompilationOptions(hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(new PipelineGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        return [.. generated.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
    }

    private static IEnumerable<MetadataReference> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Regex.IsMatch(Path.GetFileName(path), @"^(System\..*|netstandard|Compiled|Spectre\.Console)\.dll$"))
        .Append(typeof(PipelineAttribute).Assembly.Location)
        .Distinct()
        .Select(path => MetadataReference.CreateFromFile(path));
}
