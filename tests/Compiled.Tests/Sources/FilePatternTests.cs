using Compiled.Sources;

namespace Compiled.Tests.Sources;

public sealed class FilePatternTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FilePatternTests()
    {
        foreach (string name in new[] { "a.json", "b.csv", "bb.json", ".h.json", "_h.json", "x/a.json", "x/y/c.json", "x/.y/d.json", "x/_z.json", "z/e.txt" })
        {
            _folder.Write(name, name);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "a.json b.csv bb.json")]
    [InlineData("*", "a.json b.csv bb.json")]
    [InlineData("*.json", "a.json bb.json")]
    [InlineData("?.*", "a.json b.csv")]
    [InlineData(".*", ".h.json")]
    [InlineData("_?.json", "_h.json")]
    [InlineData("*/a.json", "x/a.json")]
    [InlineData("*/*", "x/a.json z/e.txt")]
    [InlineData("**/*.json", "a.json bb.json x/a.json x/y/c.json")]
    [InlineData("**", "a.json b.csv bb.json x/a.json x/y/c.json z/e.txt")]
    [InlineData("x/**/c.json", "y/c.json")]
    [InlineData("**/y/**/*.json", "x/y/c.json")]
    [InlineData("x/a.json", "a.json")]
    [InlineData("*.parquet", "")]
    public void Patterns_match(string pattern, string expected)
    {
        HashSet<string> found = FilePattern.Parse(pattern.Length == 0 ? _folder.Path : _folder.Full(pattern)).List();
        Assert.Equal(expected, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_file_whose_name_has_a_star_is_itself()
    {
        string path = _folder.Write("we*rd", "x");
        _folder.Write("weird", "y");
        Assert.Equal(["we*rd"], FilePattern.Parse(path).List());
    }

    [Fact]
    public void Links_that_lead_back_up_are_not_followed()
    {
        Directory.CreateSymbolicLink(_folder.Full("x/up"), _folder.Path);
        Assert.Equal(4, FilePattern.Parse(_folder.Full("**/*.json")).List().Count);
    }
}
