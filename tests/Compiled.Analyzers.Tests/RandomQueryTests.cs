using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Compiled.Analyzers.Tests;

/// <summary>
/// Whatever operators are put together: a query is either compiled, into code that C# takes, or refused by one error of ours; it never makes the generator fail.
/// </summary>
public class RandomQueryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_query_is_compiled_or_refused(int part)
    {
        int compiled = 0;
        int refused = 0;
        for (int seed = part * 1000; seed < (part * 1000) + 30; seed++)
        {
            string source = new RandomQuery(seed).File();
            ImmutableArray<Diagnostic> errors = Judge.CSharpErrors(source);
            Assert.True(errors.IsEmpty, $"Seed {seed}:\n{string.Join("\n", errors)}\nin:\n{source}");
            ImmutableArray<Diagnostic> findings = Judge.Findings(source);
            Assert.All(findings, finding => Assert.StartsWith("CMP", finding.Id, StringComparison.Ordinal));
            int queries = source.Split("[Query(").Length - 1;
            Assert.True(findings.Length <= queries, $"Seed {seed}:\n{string.Join("\n", findings)}\nin:\n{source}");
            (compiled, refused) = findings.Any(f => f.Severity == DiagnosticSeverity.Error) ? (compiled, refused + 1) : (compiled + 1, refused);
        }

        // Both happen often, or this would test nothing.
        Assert.True(compiled > 2 && refused > 2, $"{compiled} compiled, {refused} refused.");
    }
}
