using Compiled.Generator.Tests.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
namespace Compiled.Generator.Tests.Parse;
public sealed class TmpTests
{
    [Fact] public void T()
    {
        string[] forms = TestCompilation.Forms(typeof(OperatorParserTests), nameof(OperatorParserTests.Reads), nameof(OperatorParserTests.Reads_the_pairs_that_query_syntax_makes));
        string[] forms2 = TestCompilation.Forms(typeof(ExpressionParserTests), nameof(ExpressionParserTests.Reads));
        var sources = new[] { OperatorParserTests.Source.Replace("QUERIES", TestCompilation.Queries(OperatorParserTests.Query, forms), StringComparison.Ordinal), ExpressionParserTests.Source.Replace("QUERIES", TestCompilation.Queries(ExpressionParserTests.Query, forms2)), Samples.Trades, Samples.Invoices, Samples.WordCount, "public record struct R(int A, long B, DateTimeOffset C, TimeSpan D, DateOnly E, byte F, bool G, decimal H, float I, double J, DateTime K); [Pipeline] public partial class P { [Query] static IStream<R> Q([Binary] IStream<R> a, [Csv] IStream<R> b, [Json] IStream<R> c) => a.Union(b).Union(c); }" };
        SortedSet<string> types = [], members = [];
        foreach (string s in sources)
        {
            var d = GeneratorRun.NewDriver().RunGeneratorsAndUpdateCompilation(TestCompilation.Create(s), out var g, out _);
            foreach (var tree in d.GetRunResult().GeneratedTrees)
            {
                var model = g.GetSemanticModel(tree);
                foreach (var n in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
                {
                    if (n.Parent is QualifiedNameSyntax q && q.Right == n || n.Parent is AliasQualifiedNameSyntax || n.Parent is MemberAccessExpressionSyntax m && m.Name == n) continue;
                    if (model.GetSymbolInfo(n).Symbol is INamedTypeSymbol t && t.ContainingType is null) types.Add((t.ContainingAssembly.Name == "Compiled" ? "" : t.ContainingNamespace + ".") + n.Identifier.Text);
                    if (model.GetSymbolInfo(n).Symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } c && c.ContainingType.ContainingType is null) types.Add((c.ContainingAssembly.Name == "Compiled" ? "" : c.ContainingNamespace + ".") + n.Identifier.Text);
                }
                foreach (var n in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().Last(t => t.AttributeLists.Count >= 0 && t.Modifiers.Any(SyntaxKind.PartialKeyword)).Members)
                    members.Add(n switch { MethodDeclarationSyntax x => x.Identifier.Text + "()", TypeDeclarationSyntax x => x.Identifier.Text, FieldDeclarationSyntax x => x.Declaration.Variables[0].Identifier.Text, _ => n.Kind().ToString() });
            }
        }
        System.IO.File.WriteAllText("/tmp/out.txt", string.Join(" ", types) + "\n\n" + string.Join(" ", members));
    }
}
