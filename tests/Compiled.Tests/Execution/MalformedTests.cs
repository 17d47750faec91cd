using Compiled.Monitoring;

namespace Compiled.Tests.Execution;

public sealed class MalformedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Dropped_rows_are_counted(int workers)
    {
        var lines = new LineJob { Malformed = Malformed.Drop };
        var seen = new List<BatchProgress>();
        JobBuilder builder = lines.Build(LineJob.Parts("a\nbad 1\nb\nbad 2\nc\nbad 3", "d\n")).Workers(workers).OnProgress(seen.Add);
        builder.Options.MinBytesPerWorker = 1;
        await builder.RunAsync();
        Assert.Equal(["A", "B", "C", "D"], lines.Upper.Rows);
        Assert.Equal([3L, 0L], seen.Select(progress => progress.Inputs[0].Malformed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Captured_rows_come_in_order_with_their_bytes_place_and_reason(int workers)
    {
        var captured = new List<MalformedRow>();
        var lines = new LineJob { Malformed = Malformed.Capture(captured.Add) };
        JobBuilder builder = lines.Build(LineJob.Parts("bad 0\n", "a\nbad 1\nb\nbad 2\nc\nbad 3")).Workers(workers);
        builder.Options.MinBytesPerWorker = 1;
        await builder.RunAsync();
        Assert.Equal(["bad 0", "bad 1", "bad 2", "bad 3"], captured.Select(row => row.Raw.ToString()));
        Assert.Equal([0L, 2L, 10L, 18L], captured.Select(row => row.Offset));
        Assert.Equal(["memory part 0", "memory part 1", "memory part 1", "memory part 1"], captured.Select(row => row.Origin.ToString()));
        Assert.All(captured, row => Assert.True(row.Raw.IsOwned && row.Input == "lines" && row.Reason == "begins with 'bad'"));
        Assert.Equal(["A", "B", "C"], lines.Upper.Rows);
    }
}
