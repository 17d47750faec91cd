using System.Text.RegularExpressions;

namespace Compiled.Analyzers.Tests;

/// <summary>The pages are held to what they say: the wrong example has exactly the page's finding, the right one has none.</summary>
public class RulePageTests
{
    public static TheoryData<string> Ids => [.. Rules.ById.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_wrong_example_has_this_finding_and_no_other(string id) => Check.FindsOnly(id, Examples.File(Example(id, "Wrong")));

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_right_example_has_none(string id) => Check.Clean(Examples.File(Example(id, "Right")));

    [Theory]
    [MemberData(nameof(Ids))]
    public void One_fault_is_one_error_for_the_code_that_starts_the_pipeline_too(string id)
    {
        string example = Example(id, "Wrong");
        if (!example.Contains("[Pipeline]", StringComparison.Ordinal))
        {
            Check.FindsOnly(id, Examples.File(example) + "\n\npublic static class Starts { public static string Plan() => Example.Explain(); }");
        }
    }

    private static string Example(string id, string section)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules", id + ".md"));
        Match match = Regex.Match(page, $"## {section}\n.*?```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.True(match.Success, $"The page of {id} has no example under {section}.");
        return match.Groups[1].Value.TrimEnd();
    }
}
