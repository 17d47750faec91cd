using System.IO.Pipelines;
using System.Text;
using Compiled.Execution;
using Compiled.Monitoring;

namespace Compiled.Tests.Execution;

public sealed class JobTests
{
    [Fact]
    public async Task A_job_runs_every_part_as_a_batch_and_ends_with_its_sources()
    {
        var lines = new LineJob();
        var seen = new List<BatchProgress>();
        await lines.Build(LineJob.Parts("a\nb\na\n", "b\nc")).OnProgress(seen.Add).RunAsync();
        Assert.Equal(["A", "B", "A", "B", "C"], lines.Upper.Rows);
        Assert.Equal(["a=2", "b=1"], lines.Counts.Epochs[0]);
        Assert.Equal(["b=2", "c=1"], lines.Counts.Epochs[1]);
        Assert.Equal([0L, 1L], seen.Select(progress => progress.BatchId));
        Assert.Equal([3L, 2L], seen.Select(progress => progress.RowsIn));
        Assert.Equal([6L, 3L], seen.Select(progress => progress.BytesIn));
        Assert.Equal([5L, 4L], seen.Select(progress => progress.RowsOut));
        Assert.Equal(3, seen[1].Queries[1].StateRows);
    }

    [Fact]
    public async Task Everything_is_closed_at_the_end()
    {
        var lines = new LineJob();
        await lines.Build(LineJob.Parts("a\n")).Workers(3).RunAsync();
        Assert.Equal(3, lines.Program.Workers.Count);
        Assert.All(lines.Program.Workers, worker => Assert.True(worker.IsDisposed));
        Assert.Equal(0, lines.Upper.OpenWriters);
    }

    [Fact]
    public async Task A_moved_watermark_runs_a_batch_without_input()
    {
        var lines = new LineJob();
        var seen = new List<BatchProgress>();
        await lines.Build(LineJob.Parts("@1\n@2\n@25\n", "@3\n@26\n", "@31\n")).OnProgress(seen.Add).RunAsync();

        // The watermark counts from the batch after it was seen; that batch has no input of its own when windows wait for it.
        Assert.Equal(["@0=3", "@20=51"], lines.Windows.Rows);
        Assert.Equal(4, seen.Count);
        Assert.Equal(0, seen.Single(progress => progress.RowsIn == 0).BytesIn);
        Assert.Equal(1, seen.Sum(progress => progress.Queries[2].Late));
        Assert.Equal(31, seen[^1].Queries[2].Watermark?.UtcTicks);
    }

    [Fact]
    public async Task Rows_that_are_objects_run_too()
    {
        var lines = new LineJob();
        MemorySource<Utf8String> source = Source.Memory<Utf8String>();
        source.Add("x", "y", "x");
        source.Complete();
        await lines.Build(source).RunAsync();
        Assert.Equal(["X", "Y", "X"], lines.Upper.Rows);
    }

    [Fact]
    public async Task Stop_finishes_the_batch_and_commits_it()
    {
        var lines = new LineJob();
        var source = Source.Bytes().Add("a\n"u8.ToArray());
        Job? job = null;
        Task? stopped = null;
        var begun = new TaskCompletionSource();
        lines.Program.OnLine = (_, _) =>
        {
            begun.Task.Wait();
            stopped ??= job!.StopAsync();
        };
        job = lines.Build(source).Start();
        begun.SetResult();
        await job.Completion;
        await stopped!;
        Assert.Equal(["A"], lines.Upper.Rows);
    }

    [Fact]
    public async Task A_waiting_job_stops_at_once()
    {
        await using Job job = new LineJob().Build(Source.Bytes()).Start();
        await job.ProcessAllAvailableAsync();
        await job.StopAsync();
        Assert.Null(job.LastProgress);
        await job.StopAsync();
        await job.ProcessAllAvailableAsync();
    }

    [Fact]
    public async Task Process_all_available_waits_for_what_was_added_before()
    {
        var lines = new LineJob();
        var source = Source.Bytes();
        await using Job job = lines.Build(source).Start();
        for (int i = 0; i < 50; i++)
        {
            source.Add(Encoding.UTF8.GetBytes($"line {i}\n"));
            await job.ProcessAllAvailableAsync();
            Assert.Equal(i + 1, lines.Upper.Rows.Count());
        }

        await job.StopAsync();
    }

    [Fact]
    public async Task Cancelling_run_drains_and_returns()
    {
        var lines = new LineJob();
        using var cancel = new CancellationTokenSource();
        Task run = lines.Build(Source.Bytes().Add("a\n"u8.ToArray())).OnProgress(_ => cancel.Cancel()).RunAsync(cancel.Token);
        await run;
        Assert.Equal(["A"], lines.Upper.Rows);
    }

    [Fact]
    public async Task Progress_can_be_enumerated_until_the_end()
    {
        var source = Source.Bytes(maxPartsPerTrigger: 1);
        await using Job job = new LineJob().Build(source).Start();
        IAsyncEnumerable<BatchProgress> all = job.Progress;
        source.Add("a\n"u8.ToArray()).Add("b\n"u8.ToArray()).Complete();
        var ids = new List<long>();
        await foreach (BatchProgress progress in all)
        {
            ids.Add(progress.BatchId);
        }

        Assert.Equal([0L, 1L], ids);
        Assert.Equal(1, job.LastProgress!.BatchId);
        await foreach (BatchProgress progress in job.Progress)
        {
            Assert.Fail($"The job has ended, but batch {progress.BatchId} came.");
        }
    }

    [Fact]
    public async Task A_pipe_gives_what_has_arrived_and_the_rest_later()
    {
        var lines = new LineJob();
        // Inline: a read that waits has its bytes when the write returns, not some time later on the thread pool.
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline));
        await using Job job = lines.Build(Source.Pipe(pipe.Reader)).Start();
        await pipe.Writer.WriteAsync("one\ntw"u8.ToArray());
        await job.ProcessAllAvailableAsync();
        Assert.Equal(["ONE"], lines.Upper.Rows);
        await pipe.Writer.WriteAsync("o\nthree"u8.ToArray());
        await job.ProcessAllAvailableAsync();
        Assert.Equal(["ONE", "TWO"], lines.Upper.Rows);
        await pipe.Writer.CompleteAsync();
        await job.Completion;
        Assert.Equal(["ONE", "TWO", "THREE"], lines.Upper.Rows);
    }

    [Fact]
    public void An_input_or_output_without_binding_is_told_by_name()
    {
        var bindings = new PipelineBindings(new LineProgram());
        Assert.Contains("'lines'", Assert.Throws<ArgumentException>(() => bindings.Input(0, default(Input<Utf8String>))).Message, StringComparison.Ordinal);
        Assert.Contains("'Upper'", Assert.Throws<ArgumentException>(() => bindings.Output(0, default(Output<Utf8String>), new LineCodec())).Message, StringComparison.Ordinal);
    }
}
