namespace Compiled.Analyzers;

/// <summary>Where a rule's page is: the only place that knows. A path in the repository and in the package; put a host before it when the documentation has one.</summary>
public static class HelpLinks
{
    private const string Root = "docs/rules/";

    public static string For(string ruleId) => Root + ruleId + ".md";
}
