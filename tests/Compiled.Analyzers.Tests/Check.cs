using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Compiled.Analyzers.Tests;

/// <summary>What tests claim of a source.</summary>
internal static class Check
{
    /// <summary>The source has exactly this finding, at the marked place, and no C# error comes on top.</summary>
    public static Diagnostic Finds(string ruleId, string marked)
    {
        Marked expected = Marked.Parse(marked);
        Diagnostic finding = FindsOnly(ruleId, expected.Source);
        Assert.Equal(Text(expected, expected.Span), Text(expected, finding.Location.SourceSpan));
        Assert.Equal(expected.Span, finding.Location.SourceSpan);
        return finding;
    }

    /// <summary>The source has exactly this finding, and no C# error comes on top.</summary>
    public static Diagnostic FindsOnly(string ruleId, string source)
    {
        ImmutableArray<Diagnostic> findings = Judge.Findings(source);
        Assert.True(findings.Length == 1 && findings[0].Id == ruleId, $"Expected only {ruleId}, found:\n{string.Join("\n", findings)}\nin:\n{source}");
        Assert.Empty(Judge.CSharpErrors(source));
        Assert.DoesNotContain("{0}", findings[0].GetMessage(), StringComparison.Ordinal);
        Assert.Equal(Rules.ById[ruleId].DefaultSeverity, findings[0].Severity);
        return findings[0];
    }

    /// <summary>The source compiles and nobody has anything against it.</summary>
    public static void Clean(string source)
    {
        ImmutableArray<Diagnostic> findings = Judge.Findings(source);
        Assert.True(findings.IsEmpty, $"Expected nothing, found:\n{string.Join("\n", findings)}\nin:\n{source}");
        Assert.Empty(Judge.CSharpErrors(source));
    }

    private static string Text(Marked marked, Microsoft.CodeAnalysis.Text.TextSpan span) => marked.Source.Substring(span.Start, span.Length);
}
