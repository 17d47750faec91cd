using System.Text;
using Compiled.Sources;

namespace Compiled.Tests.Sources;

public class RowSourceTests
{
    [Fact]
    public async Task Rate_gives_each_row_once_at_its_time()
    {
        var clock = new ManualClock();
        DateTimeOffset start = clock.GetUtcNow();
        await using RowSourceReader<RateRow> reader = Source.Rate(3, clock).Open("input");
        await reader.StartAsync([], default);
        Assert.Equal([0], (await RunAsync(reader)).Select(row => row.Value));
        Assert.Empty(await RunAsync(reader));
        clock.Advance(TimeSpan.FromSeconds(2));
        List<RateRow> rows = await RunAsync(reader);
        Assert.Equal([1, 2, 3, 4, 5, 6], rows.Select(row => row.Value));
        Assert.Equal(start.AddTicks(3_333_334), rows[0].Timestamp);
        Assert.Equal(start.AddSeconds(2), rows[5].Timestamp);
    }

    [Fact]
    public async Task Rate_waits_until_the_next_row_is_due()
    {
        var clock = new ManualClock();
        await using RowSourceReader<RateRow> reader = Source.Rate(3, clock).Open("input");
        await reader.StartAsync([], default);
        await RunAsync(reader);
        for (int row = 1; row < 10; row++)
        {
            ValueTask waiting = reader.WaitAsync(default);
            Assert.False(waiting.IsCompleted);
            clock.Advance(TimeSpan.FromTicks(3_333_334));
            await waiting;
            Assert.Equal([row], (await RunAsync(reader)).Select(r => r.Value));
        }
    }

    [Fact]
    public async Task Rate_replays_the_same_rows_and_goes_on_after_a_restart()
    {
        var clock = new ManualClock();
        await using RowSourceReader<RateRow> first = Source.Rate(10_000, clock).Open("input");
        await first.StartAsync([], default);
        clock.Advance(TimeSpan.FromSeconds(1));
        string position = (await first.PlanAsync(false, default))!;
        List<RateRow> rows = Read(first, position);
        Assert.Equal(10_001, rows.Count);
        clock.Advance(TimeSpan.FromSeconds(1));
        await using RowSourceReader<RateRow> second = Source.Rate(10_000, clock).Open("input");
        await second.StartAsync([], default);
        Assert.Equal(rows, Read(second, position));
        await using RowSourceReader<RateRow> third = Source.Rate(10_000, clock).Open("input");
        await third.StartAsync([position], default);
        List<RateRow> next = await RunAsync(third);
        Assert.Equal((10_001, 20_000), (next[0].Value, next[^1].Value));
        Assert.True(next[0].Timestamp > rows[^1].Timestamp);
    }

    [Fact]
    public async Task Memory_gives_what_was_added_since_and_completes()
    {
        MemorySource<int> source = Source.Memory<int>();
        await using RowSourceReader<int> reader = source.Open("input");
        await reader.StartAsync([], default);
        ValueTask waiting = reader.WaitAsync(default);
        Assert.False(waiting.IsCompleted);
        source.Add(1, 2, 3);
        await waiting;
        Assert.Equal([1, 2, 3], await RunAsync(reader));
        Assert.Empty(await RunAsync(reader));
        source.Add(4);
        source.Complete();
        Assert.False(reader.IsCompleted);
        Assert.Equal([4], await RunAsync(reader));
        Assert.True(reader.IsCompleted);
        await reader.WaitAsync(default);
        Assert.Throws<InvalidOperationException>(() => source.Add(5));
    }

    [Fact]
    public async Task Memory_goes_on_after_a_restart_and_replays()
    {
        MemorySource<int> source = Source.Memory<int>();
        source.Add(1, 2);
        await using RowSourceReader<int> first = source.Open("input");
        await first.StartAsync([], default);
        string committed = (await first.PlanAsync(false, default))!;
        source.Add(3);
        string logged = (await first.PlanAsync(false, default))!;
        source.Add(4);
        await using RowSourceReader<int> second = source.Open("input");
        await second.StartAsync([committed], default);
        Assert.Equal([3], Read(second, logged));
        Assert.Equal([4], await RunAsync(second));
        await using RowSourceReader<int> other = Source.Memory<int>().Open("input");
        Assert.Equal("CMP0938", Assert.Throws<PipelineException>(() => Read(other, logged)).Id);
    }

    [Fact]
    public async Task Memory_bytes_are_parts_split_into_chunks()
    {
        MemoryByteSource source = Source.Bytes(chunkSize: 3, maxPartsPerTrigger: 2);
        source.Add("a\nbcdefg\n"u8.ToArray()).Add("h"u8.ToArray()).Add("i\n"u8.ToArray()).Complete();
        await using ByteSourceReader reader = await source.StartAsync();
        ByteRange range = (await reader.PlanAsync(true, default))!;
        Assert.Equal(["a\nbcdefg\n", "h"], range.Segments.Select(segment => segment.ReadLines()));
        Assert.Equal("""{"from":0,"to":2}""", range.Position);
        Assert.False(reader.IsCompleted);
        Assert.Equal("i\n", (await reader.RunEpochAsync())?.Text);
        Assert.True(reader.IsCompleted);
        await using ByteSourceReader again = await source.StartAsync(range.Position);
        Assert.Equal("i\n", await again.ReadUntilAsync());
        Assert.Equal("a\nbcdefg\nh", again.Replay(range.Position).ReadLines());
    }

    [Fact]
    public async Task Given_bytes_are_one_complete_part()
    {
        await using ByteSourceReader reader = await Source.Bytes(Encoding.UTF8.GetBytes("x\ny")).StartAsync();
        Assert.Equal("x\ny", await reader.ReadUntilAsync());
    }

    private static async Task<List<T>> RunAsync<T>(RowSourceReader<T> reader)
    {
        if (await reader.PlanAsync(false, default) is not { } position)
        {
            return [];
        }

        List<T> rows = Read(reader, position);
        await reader.CommitAsync(position, default);
        return rows;
    }

    private static List<T> Read<T>(RowSourceReader<T> reader, string position)
    {
        var rows = new List<T>();
        long cursor = 0;
        ReadOnlyMemory<T> block;
        while (!(block = reader.Read(position, ref cursor)).IsEmpty)
        {
            rows.AddRange(block.Span);
        }

        return rows;
    }
}
