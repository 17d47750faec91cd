using System.Text.RegularExpressions;

namespace Compiled.Repository.Tests;

/// <summary>What tests read out of a page.</summary>
internal static partial class Markdown
{
    public static IEnumerable<string> Pages() => new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md" }
        .Select(name => Path.Combine(Repository.Root, name))
        .Where(File.Exists)
        .Concat(Repository.Files("docs", "*.md"))
        .Concat(Repository.Files("samples", "*.md"))
        .Concat(Repository.Files("bench", "*.md"));

    /// <summary>Targets of links and images that are paths, without anchors.</summary>
    public static IEnumerable<string> RelativeLinks(string text) => Link().Matches(Fence().Replace(text, ""))
        .Select(match => match.Groups[1].Value.Split('#')[0])
        .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    /// <summary>C# blocks that claim to compile: <c>```csharp compile</c>.</summary>
    public static IEnumerable<string> CompiledBlocks(string text) => Compile().Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^```csharp compile\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Compile();
}
