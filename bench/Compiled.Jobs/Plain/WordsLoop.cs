namespace Compiled.Jobs.Plain;

/// <summary>Spans cut at spaces and line feeds, counts by the number of the word.</summary>
internal sealed class WordsLoop : IContender
{
    public string Name => "C# loop, spans";

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        var words = new Utf8Names();
        long[] counts = new long[1024];
        using var file = new FileBlocks(input.Path);
        while (file.Next())
        {
            ReadOnlySpan<byte> block = file.Block;
            int row = 0;
            while (JsonLines.TryNext(block, ref row, file.IsLast, out ReadOnlySpan<byte> line))
            {
                for (int space; (space = line.IndexOf((byte)' ')) >= 0; line = line[(space + 1)..])
                {
                    Count(words.IdOf(line[..space]), ref counts);
                }

                Count(words.IdOf(line), ref counts);
            }

            file.Consume(row);
        }

        return ValueTask.FromResult(Answer.Words(words.Names.Select((word, id) => (word, counts[id]))));
    }

    private static void Count(int id, ref long[] counts)
    {
        if (id >= counts.Length)
        {
            Array.Resize(ref counts, counts.Length * 2);
        }

        counts[id]++;
    }
}
