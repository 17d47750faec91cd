using Compiled.Queries.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Queries.Tests;

/// <summary>The code of the whole corpus.</summary>
public sealed class GeneratedCodeTests
{
    private static readonly GeneratedCode Code = GeneratedCode.Of(Corpus.Compilation);

    [Fact]
    public void Compiles_without_warnings() => Assert.Empty(Code.Warnings.Select(GeneratedCode.Text));

    [Fact]
    public void Has_no_unsafe_code_and_no_pointer()
    {
        Assert.NotEmpty(Code.Trees);
        foreach (var tree in Code.Trees)
        {
            Assert.DoesNotContain(tree.GetRoot().DescendantTokens(), t => t.IsKind(SyntaxKind.UnsafeKeyword) || t.IsKind(SyntaxKind.StackAllocKeyword));
            Assert.DoesNotContain(tree.GetRoot().DescendantNodes(), n => n.IsKind(SyntaxKind.PointerType));
        }
    }

    [Fact]
    public void Asks_no_type_for_its_members()
    {
        foreach (var tree in Code.Trees)
        {
            IEnumerable<string> names = tree.GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.Text);
            Assert.Empty(names.Intersect(["Reflection", "GetType", "Activator", "Invoke", "GetMethod", "GetProperty", "GetField", "dynamic"]));
            Assert.DoesNotContain(tree.GetRoot().DescendantNodes(), n => n.IsKind(SyntaxKind.TypeOfExpression));
        }
    }

    /// <summary>A pipeline is made once: nothing of time or chance is in its code.</summary>
    [Fact]
    public void Is_the_same_each_time() =>
        Assert.Equal(Code.Trees.Select(t => t.ToString()), GeneratedCode.Of(Corpus.Compilation).Trees.Select(t => t.ToString()));

    /// <summary>The decoder splits lines where all queries do so alike and none reads the line.</summary>
    [Theory]
    [InlineData("TextParts", "new SplitCursor(' ', skipEmpty: false,")]
    [InlineData("TextFields", "new SplitCursor(',', skipEmpty: true,")]
    [InlineData("TextLines", "new TextCursor(")]
    [InlineData("SteadyText", "new TextCursor(")]
    public void Splits_in_the_decoder_where_it_may(string pipeline, string cursor) =>
        Assert.Contains(cursor, Code.Trees.Single(t => t.FilePath.EndsWith($".{pipeline}.g.cs", StringComparison.Ordinal)).ToString(), StringComparison.Ordinal);

    /// <summary>The corpus has queries of each way to stage rows: the tests of results say nothing of one that none takes.</summary>
    [Theory]
    [InlineData("RowSelection.Of(")]
    [InlineData("RowSelection.Above(")]
    [InlineData("RowSelection.Take(c.")]
    [InlineData("window.StartsOf(c.")]
    [InlineData("window.StartsOf(stagedWindows")]
    [InlineData("TextKey.Set(c.")]
    [InlineData("_AsKey.As<TextKey>()")]
    [InlineData("_AsWord.Load512(row)")]
    [InlineData("int row = selected[staged];")]
    [InlineData("int row = staged;")]
    [InlineData("TextKey.Set(out stagedKeys[staged]")]
    public void Is_of_every_kind(string code) => Assert.Contains(Code.Trees, t => t.ToString().Contains(code, StringComparison.Ordinal));
}
