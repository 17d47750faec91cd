namespace Compiled.Jobs.Libraries;

/// <summary>Lines as strings, Split, CountBy.</summary>
internal sealed class WordsLinq : IContender
{
    public string Name => "LINQ Split + CountBy";

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        List<KeyValuePair<string, int>> counts = [.. File.ReadLines(input.Path).SelectMany(line => line.Split(' ')).CountBy(word => word)];
        return ValueTask.FromResult(Answer.Words(counts.Select(c => (c.Key, (long)c.Value))));
    }
}
