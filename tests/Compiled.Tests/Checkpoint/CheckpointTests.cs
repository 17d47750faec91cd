using System.IO.Pipelines;
using System.Text;
using Compiled.Tests.Execution;

namespace Compiled.Tests.Checkpoint;

public sealed class CheckpointTests
{
    [Fact]
    public async Task A_restarted_job_goes_on_where_it_stopped()
    {
        // On the real disk, with its syncs; most other tests do without.
        using var lines = new CheckpointedLines { Configure = builder => builder.Options.Files = Compiled.Checkpoint.DiskFileSystem.Instance };
        await lines.Run(input: LineJob.Parts("a\nb\n@1\n", "a\n@25\n"));
        await lines.Run(input: LineJob.Parts("a\nb\n@1\n", "a\n@25\n", "a\nc\n@2\n"));
        Assert.Equal(["A", "B", "@1", "A", "@25", "A", "C", "@2"], lines.Job.Upper.Rows);
        Assert.Equal(["a=3", "c=1"], lines.Job.Counts.Epochs[3]);
        Assert.Equal(["@0=1"], lines.Job.Windows.Rows);
        Assert.Empty(lines.Job.Upper.Repeated);
        Assert.Equal(3, lines.Job.Upper.Epochs.Keys.Max());
    }

    [Fact]
    public async Task State_that_is_saved_seldom_is_saved_at_a_clean_end()
    {
        using var lines = new CheckpointedLines("a\n", "a\n", "a\n") { Configure = builder => builder.CheckpointEvery(TimeSpan.FromDays(1)) };
        await lines.Run();
        Assert.Equal(1, lines.State.Made);
        int consumed = lines.Job.Program.Workers[0].Consumes;
        await lines.Run();
        Assert.Equal(3, consumed);
        Assert.Equal(0, lines.Job.Program.Workers[0].Consumes);
        await lines.Run(input: LineJob.Parts("a\n", "a\n", "a\n", "a\n"));
        Assert.Equal(["a=4"], lines.Job.Counts.Epochs[3]);
    }

    [Fact]
    public async Task A_checkpoint_in_use_is_refused()
    {
        using var lines = new CheckpointedLines("a\n");
        var source = Source.Bytes();
        JobBuilder first = new LineJob().Build(source).Checkpoint(lines.Path);
        first.Options.OpenState = lines.State.Opening();
        await using Job job = first.Start();
        await job.ProcessAllAvailableAsync();
        var refused = await Assert.ThrowsAsync<PipelineException>(() => lines.Run());
        Assert.Equal("CMP0954", refused.Id);
        await job.StopAsync();
        await lines.Run();
        Assert.Equal(["A"], lines.Job.Upper.Rows);
    }

    [Fact]
    public async Task A_lock_file_that_nobody_holds_does_not_matter()
    {
        using var lines = new CheckpointedLines("a\n");
        Directory.CreateDirectory(lines.Path);
        await File.WriteAllTextAsync(lines.File("lock"), "left by a killed process");
        await lines.Run();
        Assert.Equal(["A"], lines.Job.Upper.Rows);
    }

    [Fact]
    public async Task The_checkpoint_of_another_pipeline_is_refused()
    {
        using var lines = new CheckpointedLines("a\n");
        await lines.Run();
        var refused = await Assert.ThrowsAsync<PipelineException>(() => lines.Run(program: new LineProgram(name: "Tests.Other")));
        Assert.Equal("CMP0952", refused.Id);
        Assert.Contains("'Tests.Lines', not to 'Tests.Other'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_with_another_state_schema_is_refused_with_the_difference()
    {
        using var lines = new CheckpointedLines("a\n");
        await lines.Run();
        var refused = await Assert.ThrowsAsync<PipelineException>(() => lines.Run(program: new LineProgram(schema: "count by line\nwindows of twenty")));
        Assert.Equal("CMP0953", refused.Id);
        Assert.Contains("line 2 was 'windows of ten' and is 'windows of twenty'", refused.Message, StringComparison.Ordinal);
        await lines.Run();
        Assert.Equal(["A"], lines.Job.Upper.Rows);
    }

    [Fact]
    public async Task A_damaged_newest_commit_is_given_up_and_its_epoch_run_again()
    {
        using var lines = new CheckpointedLines("a\n", "b\n", "a\n");
        await lines.Run();
        Truncate(lines.File("commits/2"));
        await lines.Run();
        Assert.Equal([2L], lines.Job.Upper.Repeated);
        Assert.Equal(["A", "B", "A"], lines.Job.Upper.Rows);
        await lines.Run(input: LineJob.Parts("a\n", "b\n", "a\n", "a\n"));
        Assert.Equal(["a=3"], lines.Job.Counts.Epochs[3]);
    }

    [Theory]
    [InlineData("metadata")]
    [InlineData("offsets/2", "commits/2")]
    [InlineData("commits/2", "commits/1")]
    public async Task Damage_that_leaves_no_way_is_told(params string[] files)
    {
        using var lines = new CheckpointedLines("a\n", "b\n", "a\n");
        await lines.Run();
        foreach (string file in files)
        {
            Truncate(lines.File(file));
        }

        var failure = await Assert.ThrowsAsync<PipelineException>(() => lines.Run());
        Assert.Equal("CMP0955", failure.Id);
        Assert.Contains($"checkpoint{Path.DirectorySeparatorChar}{files[0].Split('/')[0]}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_changed_byte_of_a_file_is_noticed()
    {
        using var lines = new CheckpointedLines("a\n");
        await lines.Run();
        byte[] good = await File.ReadAllBytesAsync(lines.File("metadata"));
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 4;
            await File.WriteAllBytesAsync(lines.File("metadata"), bad);
            Assert.Equal("CMP0955", (await Assert.ThrowsAsync<PipelineException>(() => lines.Run())).Id);
        }
    }

    [Fact]
    public async Task A_newer_format_is_told_as_such()
    {
        using var lines = new CheckpointedLines("a\n");
        Directory.CreateDirectory(lines.Path);
        Compiled.Checkpoint.CheckpointFile.Write(Compiled.Checkpoint.DiskFileSystem.Instance, lines.Path, "metadata", "metadata v2 and not", []);
        var failure = await Assert.ThrowsAsync<PipelineException>(() => lines.Run());
        Assert.Equal("CMP0955", failure.Id);
        Assert.Contains("begins with", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_gathered_file_is_replaced_by_the_one_before_and_later_epochs()
    {
        string[] parts = [.. Enumerable.Range(0, 13).Select(i => $"line {i}\n")];
        using var lines = new CheckpointedLines(parts) { Configure = builder => builder.Options.CompactEvery = 5 };
        await lines.Run();
        Truncate(lines.File("sources/9"));
        await lines.Run(input: LineJob.Parts([.. parts, "last\n"]));
        Assert.Equal([.. parts.Select(part => part.Trim().ToUpperInvariant()), "LAST"], lines.Job.Upper.Rows);
    }

    [Fact]
    public async Task Files_are_for_people_too()
    {
        using var lines = new CheckpointedLines("a\n@7\n", "b\n");
        await lines.Run();
        string offsets = await File.ReadAllTextAsync(lines.File("offsets/1"));
        Assert.StartsWith("compiled offsets v1\n{\"epoch\":1}\n{\"watermark\":0,\"ticks\":7,\"utc\":\"0001-01-01T00:00:00.0000007Z\"}\n{\"input\":\"lines\",\"position\":\"", offsets, StringComparison.Ordinal);
        Assert.Matches("\ncrc32c [0-9a-f]{8}\n$", offsets);
        string commit = await File.ReadAllTextAsync(lines.File("commits/1"));
        Assert.StartsWith("compiled commits v1\n{\"epoch\":1,\"stateEpoch\":1,\"state\":\"epoch 1, no. 2\"}\n", commit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_cannot_replay_loses_what_was_not_saved_and_goes_on()
    {
        using var lines = new CheckpointedLines();
        var crash = new Crash(1, step => step == "sink commit");
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("lost\n"u8.ToArray());
        await Assert.ThrowsAsync<PipelineException>(() => lines.Run(crash, input: Source.Pipe(pipe.Reader)));
        pipe = new Pipe();
        await pipe.Writer.WriteAsync("kept\n"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        await lines.Run(input: Source.Pipe(pipe.Reader));
        Assert.Equal(["KEPT"], lines.Job.Upper.Rows);
    }

    [Fact]
    public async Task A_job_says_what_it_guarantees()
    {
        using var folder = new Sources.TemporaryFolder();
        var pipe = new Pipe();
        await pipe.Writer.CompleteAsync();
        Assert.StartsWith("no guarantee across restarts", await GuaranteeOf(new LineJob().Build(LineJob.Parts())), StringComparison.Ordinal);
        Assert.StartsWith("exactly once", await GuaranteeOf(new LineJob().Build(LineJob.Parts()).Checkpoint(folder.Full("1"))), StringComparison.Ordinal);
        var printing = new LineJob { Upper = new CollectSink<Utf8String>(Compiled.Sinks.SinkGuarantee.AtLeastOnce) };
        string atLeast = await GuaranteeOf(printing.Build(LineJob.Parts()).Checkpoint(folder.Full("2")));
        Assert.StartsWith("at least once", atLeast, StringComparison.Ordinal);
        Assert.Contains("query 'Upper'", atLeast, StringComparison.Ordinal);
        string atMost = await GuaranteeOf(new LineJob().Build(Source.Pipe(pipe.Reader)).Checkpoint(folder.Full("3")));
        Assert.StartsWith("at most once", atMost, StringComparison.Ordinal);
        Assert.Contains("input 'lines'", atMost, StringComparison.Ordinal);
    }

    private static async Task<string> GuaranteeOf(JobBuilder builder)
    {
        builder.Options.OpenState = new TestState().Opening();
        await using Job job = builder.Start();
        await job.Completion;
        return job.Guarantee;
    }

    private static void Truncate(string path)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength(file.Length - 5);
    }
}
