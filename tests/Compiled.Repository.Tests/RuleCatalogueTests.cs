using System.Reflection;
using System.Text.RegularExpressions;
using Compiled.Analyzers;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;

namespace Compiled.Repository.Tests;

/// <summary>Every id has a page, a link, a test and, if analyzers report it, a descriptor and a release line; and nothing has one without an id.</summary>
public class RuleCatalogueTests
{
    private static readonly Regex s_quotedRunTimeId = new("\"(CMP09[0-9]{2})[\":]");

    private static readonly string[] s_sections = ["What", "Why", "Wrong", "Right", "When to silence"];

    public static TheoryData<string> BuildTimeIds => [.. Constants()];

    public static TheoryData<string> RunTimeIds => [.. ThrownIds()];

    public static TheoryData<string> AllIds => [.. Constants().Concat(ThrownIds())];

    [Theory]
    [MemberData(nameof(BuildTimeIds))]
    public void An_id_has_a_descriptor_that_links_to_its_page(string id)
    {
        DiagnosticDescriptor rule = Rules.ById[id];
        Assert.Equal(HelpLinks.For(id), rule.HelpLinkUri);
        Assert.True(File.Exists(Path.Combine(Repository.Root, rule.HelpLinkUri)), $"{rule.HelpLinkUri} does not exist.");
        Assert.Equal(RuleIds.IsError(id), rule.DefaultSeverity == DiagnosticSeverity.Error);
    }

    [Theory]
    [MemberData(nameof(BuildTimeIds))]
    public void An_id_has_a_release_line(string id)
    {
        string releases = Repository.Text("analyzers", "Compiled.Analyzers", "AnalyzerReleases.Unshipped.md") + Repository.Text("analyzers", "Compiled.Analyzers", "AnalyzerReleases.Shipped.md");
        Assert.Contains($"{id} | {Rules.ById[id].Category} | {Rules.ById[id].DefaultSeverity} |", releases, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_no_descriptors_without_an_id() => Assert.Empty(Rules.ById.Keys.Except(Constants()));

    [Fact]
    public void Ids_at_run_time_are_found() => Assert.Contains("CMP0901", ThrownIds());

    [Theory]
    [MemberData(nameof(AllIds))]
    public void An_id_has_a_page_with_every_section(string id)
    {
        string page = Repository.Text("docs", "rules", id + ".md");
        Assert.StartsWith($"# {id}: ", page, StringComparison.Ordinal);
        foreach (string section in s_sections)
        {
            Match match = Regex.Match(page, $"^## {section}\n\n(.+?)(?=\n## |\\z)", RegexOptions.Multiline | RegexOptions.Singleline);
            Assert.True(match.Success && match.Groups[1].Value.Trim().Length > 10, $"The page of {id} says nothing under '{section}'.");
        }
    }

    [Theory]
    [MemberData(nameof(AllIds))]
    public void An_id_is_listed(string id) => Assert.Contains($"[{id}]({id}.md)", Repository.Text("docs", "rules", "README.md"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(AllIds))]
    public void An_id_has_a_test(string id) => Assert.True(HasTest(id), $"No test names {id}.");

    [Fact]
    public void No_page_lacks_an_id()
    {
        IEnumerable<string> pages = Repository.Files("docs/rules", "CMP*.md").Select(file => Path.GetFileNameWithoutExtension(file)!);
        Assert.Empty(pages.Except(Constants()).Except(ThrownIds()));
    }

    private static bool HasTest(string id) => Repository.Files("tests", "*.cs")
        .Any(file => Path.GetFileName(file) != "RuleCatalogueTests.cs" && File.ReadAllText(file).Contains(id, StringComparison.Ordinal));

    private static string[] Constants() =>
        [.. typeof(RuleIds).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    /// <summary>Run-time ids stand where they are thrown, as literals.</summary>
    private static string[] ThrownIds() =>
    [
        .. Repository.Files("runtime", "*.cs")
            .SelectMany(file => s_quotedRunTimeId.Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];
}
