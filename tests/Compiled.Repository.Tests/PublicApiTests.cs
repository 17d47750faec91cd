namespace Compiled.Repository.Tests;

/// <summary>
/// What users and generated code can see of Compiled.dll changes only on purpose: the approved text is under version control, and so a change of it is read by someone.
/// To approve a change, run this test with COMPILED_APPROVE=1 in the environment and commit the file.
/// </summary>
public class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        string approved = Path.Combine(Repository.Root, "tests", "Compiled.Repository.Tests", "PublicApi.approved.txt");
        string actual = PublicApi.Of(typeof(PipelineAttribute).Assembly);
        if (Environment.GetEnvironmentVariable("COMPILED_APPROVE") == "1")
        {
            File.WriteAllText(approved, actual);
        }

        string[] before = File.ReadAllLines(approved);
        string[] after = actual.Split('\n', StringSplitOptions.None)[..^1];
        Assert.True(
            before.SequenceEqual(after),
            "The public API has changed. If it should, run with COMPILED_APPROVE=1 and commit PublicApi.approved.txt.\n"
            + string.Join("\n", before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line)).Take(40)));
    }

    [Fact]
    public void The_text_tells_types_and_members()
    {
        string text = PublicApi.Of(typeof(PipelineAttribute).Assembly);
        Assert.Contains("Compiled: enum OutputMode\n    Append = 0\n    Complete = 2\n    Update = 1\n", text, StringComparison.Ordinal);
        Assert.Contains("    static IStream<T> Where<T>(IStream<T> source, Func<T, Boolean> predicate)\n", text, StringComparison.Ordinal);
    }
}
