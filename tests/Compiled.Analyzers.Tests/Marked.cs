using Microsoft.CodeAnalysis.Text;

namespace Compiled.Analyzers.Tests;

/// <summary>Source with the place of an expected finding between [| and |].</summary>
internal sealed record Marked(string Source, TextSpan Span)
{
    public static Marked Parse(string marked)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, "The source marks no place.");
        return new Marked(marked.Remove(end, 2).Remove(start, 2), TextSpan.FromBounds(start, end - 2));
    }
}
