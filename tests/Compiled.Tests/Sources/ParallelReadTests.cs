using Compiled.Sources;

namespace Compiled.Tests.Sources;

public sealed class ParallelReadTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    [InlineData((3 * 256 * 1024) + 1)]
    public void A_file_read_in_parts_is_the_same_file(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        File.WriteAllBytes(_path, bytes);
        var team = new Team(3);
        var reader = new BufferedBlockReader(new FileBlockInput(_path, size, mustNotGrow: true), _path, 4096);
        reader.Reserve(3 * 128 * 1024);
        reader.ReadWith(team);
        var seen = new List<byte>();
        for (bool isFinal = false; !isFinal;)
        {
            seen.AddRange(Take(reader, out isFinal));
        }

        reader.Complete();
        Assert.Equal(bytes, seen);
        Assert.Equal(size > 128 * 1024, team.Reads > 0);
    }

    [Fact]
    public void A_file_cut_short_is_a_fault_of_the_first_part_that_meets_it()
    {
        File.WriteAllBytes(_path, new byte[500_000]);
        var input = new FileBlockInput(_path, 500_000, mustNotGrow: true);
        input.ReadWith(new Team(4));
        File.WriteAllBytes(_path, new byte[300_000]);
        PipelineException fault = Assert.Throws<PipelineException>(() => input.Read(new byte[500_000], out _));
        Assert.Equal("CMP0931", fault.Id);
        Assert.Contains("ends after 300000", fault.Message, StringComparison.Ordinal);
        input.Dispose();
    }

    private static unsafe byte[] Take(BlockPipeReader reader, out bool isFinal)
    {
        Assert.True(reader.TryGetBlock(out byte* start, out int length, out isFinal));
        byte[] bytes = new ReadOnlySpan<byte>(start, length).ToArray();
        reader.Advance(length);
        return bytes;
    }

    private sealed class Team(int count) : IReadTeam
    {
        public int Reads { get; private set; }

        public int Count => count;

        public void Read(IPartReader reader, int parts)
        {
            Reads++;
            Exception?[] faults = new Exception?[parts];
            Thread[] threads = [.. Enumerable.Range(0, parts).Select(part => new Thread(() =>
            {
                try
                {
                    reader.ReadPart(part, parts);
                }
                catch (PipelineException e)
                {
                    faults[part] = e;
                }
            }))];
            Array.ForEach(threads, t => t.Start());
            Array.ForEach(threads, t => t.Join());
            if (Array.Find(faults, f => f is not null) is { } first)
            {
                throw first;
            }
        }
    }
}
