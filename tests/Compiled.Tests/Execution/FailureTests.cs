namespace Compiled.Tests.Execution;

public sealed class FailureTests
{
    [Fact]
    public async Task A_failing_lambda_is_told_with_query_operator_place_and_batch()
    {
        var lines = new LineJob();
        await using Job job = lines.Build(LineJob.Parts("a\n", "b\nboom\n", "c\n")).Start();
        var failure = await Assert.ThrowsAsync<PipelineException>(() => job.Completion);
        Assert.Equal("CMP0951", failure.Id);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
        foreach (string part in (string[])["'Tests.Lines'", "batch 1", "query 'Upper', Select", "input 'lines'", "memory part 1", "bytes 0 to 7", "a lambda threw"])
        {
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["A"], lines.Upper.Rows);
        Assert.Same(failure, await Assert.ThrowsAsync<PipelineException>(() => job.StopAsync()));
        Assert.Same(failure, await Assert.ThrowsAsync<PipelineException>(() => job.ProcessAllAvailableAsync()));
        Assert.All(lines.Program.Workers, worker => Assert.True(worker.IsDisposed));
    }

    [Theory]
    [InlineData("begin", "beginning")]
    [InlineData("receive", "running")]
    [InlineData("stage", "staging its results")]
    [InlineData("commit", "committing its results")]
    public async Task A_failing_sink_is_told_with_its_query(string step, string doing)
    {
        var lines = new LineJob();
        lines.Upper.OnStep = at =>
        {
            if (at == step)
            {
                throw new IOException("disk full");
            }
        };
        var failure = await Assert.ThrowsAsync<PipelineException>(() => lines.Build(LineJob.Parts("a\n")).RunAsync());
        Assert.Equal("CMP0951", failure.Id);
        Assert.IsType<IOException>(failure.InnerException);
        Assert.Contains("query 'Upper', sink collect", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"in batch 0 while {doing}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("disk full", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_and_waiters_see_the_failure()
    {
        var lines = new LineJob();
        var source = Source.Bytes();
        await using Job job = lines.Build(source).Start();
        await job.ProcessAllAvailableAsync();
        source.Add("boom\n"u8.ToArray());
        Assert.Equal("CMP0951", (await Assert.ThrowsAsync<PipelineException>(() => job.ProcessAllAvailableAsync())).Id);
    }

    [Fact]
    public async Task An_exception_with_an_id_passes_as_it_is()
    {
        var lines = new LineJob();
        var failure = await Assert.ThrowsAsync<MalformedRowException>(() => lines.Build(LineJob.Parts("a\nbad row\n")).RunAsync());
        Assert.Equal("CMP0901", failure.Id);
        Assert.Equal(2, failure.Offset);
        Assert.Equal("memory part 0", failure.Origin);
    }

    [Fact]
    public async Task A_failing_progress_receiver_ends_the_job()
    {
        Task run = new LineJob().Build(LineJob.Parts("a\n")).OnProgress(_ => throw new InvalidOperationException("mine")).RunAsync();
        Assert.Contains("mine", (await Assert.ThrowsAsync<PipelineException>(() => run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_longer_than_allowed_is_refused()
    {
        var source = Source.Bytes(chunkSize: 100).Add(new byte[1000]).Complete();
        var failure = await Assert.ThrowsAsync<PipelineException>(() => new LineJob().Build(source).MaxRowBytes(300).RunAsync());
        Assert.Equal("CMP0956", failure.Id);
    }
}
