using System.Text;
using Compiled.Memory;
using Compiled.Sinks;
using static Compiled.Tests.Sinks.SinkRunning;

namespace Compiled.Tests.Sinks;

public class ProgramSinkTests
{
    [Fact]
    public async Task Memory_keeps_all_rows_and_an_epoch_that_comes_again_replaces_itself()
    {
        MemorySink<Counted> sink = Sink.Memory<Counted>();
        SinkWriter<Counted> killed = sink.Open(Context());
        await killed.RunEpochAsync(0, new Counted("a", 1));
        await killed.RunEpochAsync(1);
        await killed.RunEpochAsync(2, new Counted("b", 2), new Counted("c", 3));
        IReadOnlyList<Counted> before = sink.Rows;
        await killed.StageAsync(3, new Counted("never", 0));
        Assert.Equal(3, sink.Rows.Count);

        await using SinkWriter<Counted> writer = sink.Open(Context());
        await writer.RunEpochAsync(2, new Counted("b", 2), new Counted("c", 3));
        await writer.CommitAsync(2, default);
        await writer.RunEpochAsync(3, new Counted("d", 4));
        Assert.Equal(["a", "b", "c", "d"], sink.Rows.Select(row => row.Word.ToString()));
        Assert.Equal([0, 2, 3], sink.Batches.Select(batch => batch.Epoch));
        Assert.Equal(3, before.Count);
    }

    [Fact]
    public async Task Memory_shows_the_last_whole_result()
    {
        MemorySink<Counted> sink = Sink.Memory<Counted>();
        Assert.Empty(sink.Rows);
        await using SinkWriter<Counted> writer = sink.Open(Context(OutputMode.Complete));
        await writer.RunEpochAsync(0, new Counted("a", 1));
        await writer.RunEpochAsync(1, new Counted("a", 2), new Counted("b", 1));
        Assert.Equal([new Counted("a", 2), new Counted("b", 1)], sink.Rows);
        await writer.RunEpochAsync(2);
        Assert.Empty(sink.Rows);
        Assert.Equal(3, sink.Batches.Count);
    }

    [Fact]
    public async Task Rows_own_their_text()
    {
        MemorySink<Counted> sink = Sink.Memory<Counted>();
        await using SinkWriter<Counted> writer = sink.Open(Context());
        byte[] block = GC.AllocateArray<byte>(4, pinned: true);
        "word"u8.CopyTo(block);
        writer.BeginEpoch(0);
        writer.Receive([View(block)]);
        Array.Clear(block);
        await writer.StageAsync(default);
        await writer.CommitAsync(0, default);
        Assert.True(sink.Rows[0].Word.IsOwned);
        Assert.Equal("word", sink.Rows[0].Word.ToString());
    }

    [Fact]
    public async Task ForEach_is_called_for_each_row_when_its_epoch_is_committed()
    {
        var seen = new List<long>();
        await using SinkWriter<Counted> writer = Sink.ForEach<Counted>(row => seen.Add(row.Count)).Open(Context());
        await writer.StageAsync(0, new Counted("a", 1), new Counted("b", 2));
        Assert.Empty(seen);
        await writer.CommitAsync(0, default);
        await writer.CommitAsync(0, default);
        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public async Task ForEach_awaits_asynchronous_code()
    {
        var seen = new List<long>();
        await using SinkWriter<Counted> writer = Sink.ForEach<Counted>(async row =>
        {
            await Task.Yield();
            seen.Add(row.Count);
        }).Open(Context());
        await writer.RunEpochAsync(0, new Counted("a", 1), new Counted("b", 2));
        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public async Task ForEachBatch_is_given_rows_and_number()
    {
        var seen = new List<string>();
        ForEachBatchSink<Counted> sink = Sink.ForEachBatch<Counted>((rows, batch) => seen.Add($"{batch}: {string.Join(' ', rows.Select(row => row.Word))}"));
        Assert.Equal(SinkGuarantee.AtLeastOnce, sink.Guarantee);
        await using SinkWriter<Counted> writer = sink.Open(Context());
        await writer.RunEpochAsync(0, new Counted("a", 1), new Counted("b", 2));
        await writer.RunEpochAsync(1);
        await writer.RunEpochAsync(2, new Counted("c", 1));
        Assert.Equal(["0: a b", "2: c"], seen);
        Assert.Equal(SinkGuarantee.Idempotent, Sink.ForEachBatch<Counted>(async (_, _) => await Task.Yield(), idempotent: true).Guarantee);
    }

    [Fact]
    public async Task A_fault_in_the_program_is_passed_on()
    {
        await using SinkWriter<Counted> writer = Sink.ForEach<Counted>(row => throw new FormatException("mine")).Open(Context());
        await writer.StageAsync(0, new Counted("a", 1));
        await Assert.ThrowsAsync<FormatException>(async () => await writer.CommitAsync(0, default));
    }

    private static unsafe Counted View(byte[] pinned)
    {
        fixed (byte* start = pinned)
        {
            return new Counted(new Utf8String(new Utf8Slice(start, pinned.Length)), 1);
        }
    }
}
