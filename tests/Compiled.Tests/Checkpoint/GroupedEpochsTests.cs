using System.Text;
using Compiled.Sinks;
using Compiled.Tests.Execution;

namespace Compiled.Tests.Checkpoint;

/// <summary>The continuous trigger over sinks that show a repeated epoch again: epochs are logged in groups, after they ran.</summary>
public sealed class GroupedEpochsTests
{
    private static readonly string[] Parts = ["a\nb\n@1\n", "b\n@25\n", "c\na\n@3\n", "@41\nb\n", "a\nc"];

    [Fact]
    public async Task A_restarted_job_goes_on_with_its_state()
    {
        using CheckpointedLines lines = New(1000);
        await lines.Run();
        Assert.Equal(1, lines.State.Made);
        Assert.Equal(["4"], Names(lines.File("offsets")));
        Assert.Contains("\"groupFrom\":0", await File.ReadAllTextAsync(lines.File("offsets/4")), StringComparison.Ordinal);
        await lines.Run(input: LineJob.Parts([.. Parts, "a\n"]));
        Assert.Equal(["a=4"], lines.Job.Counts.Epochs[5]);
        Assert.Equal(["4", "5"], Names(lines.File("commits")));
        Assert.Empty(lines.Job.Upper.Repeated);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(1000)]
    public async Task A_crash_at_any_step_loses_nothing_and_leaves_the_state_right(int checkpointEvery)
    {
        int steps = 1;
        for (; ; steps++)
        {
            using CheckpointedLines lines = New(checkpointEvery);
            var crash = new Crash(steps);
            if (!await lines.RunToCrash(crash))
            {
                break;
            }

            await lines.Run();
            Assert.Equal(["@1", "@25", "@3", "@41", "A", "B", "C"], lines.Job.Upper.Rows.Distinct().Order(StringComparer.Ordinal));
            await lines.Run(input: LineJob.Parts([.. Parts, "a\nb\nc\n"]));
            Assert.Equal(["a=4", "b=4", "c=3"], lines.Job.Counts.Epochs[lines.Job.Counts.Epochs.Keys.Max()]);
        }

        Assert.True(steps > 40, $"Only {steps} steps were tried.");
    }

    [Fact]
    public async Task A_checkpoint_can_change_between_groups_and_single_epochs()
    {
        using CheckpointedLines grouped = New(1000);
        await grouped.Run();
        bool isGrouped = false;
        using var lines = new CheckpointedLines(SinkGuarantee.AtLeastOnce)
        {
            Configure = builder =>
            {
                builder.Options.CompactEvery = 3;
                builder.Trigger(isGrouped ? Trigger.Continuous : Trigger.AvailableNow);
            },
        };
        var parts = new List<string>();
        for (int i = 0; i < 12; i++)
        {
            parts.Add($"x\nline {i}\n");
            isGrouped = i % 2 == 0;
            await lines.Run(input: LineJob.Parts([.. parts]));
            Assert.Contains($"x={i + 1}", lines.Job.Counts.Epochs[i]);
        }

        Assert.Equal(24, lines.Job.Upper.Rows.Count());
    }

    [Fact]
    public async Task An_idle_job_saves_when_it_is_due()
    {
        var clock = new TestClock(DateTimeOffset.UnixEpoch);
        using CheckpointedLines lines = new(SinkGuarantee.AtLeastOnce);
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lines.State.OnCommitted = committed.SetResult;
        var source = Source.Bytes();
        JobBuilder builder = lines.Job.Build(source).Checkpoint(lines.Path).Trigger(Trigger.Continuous);
        builder.Options.OpenState = lines.State.Opening();
        builder.Options.Files = new FaultyFileSystem();
        builder.Options.Clock = clock;
        await using Job job = builder.Start();
        source.Add("a\n"u8.ToArray());
        Assert.Equal(TimeSpan.FromSeconds(1), await clock.NextDelay());
        Assert.Equal(0, lines.State.Made);
        clock.Move(TimeSpan.FromSeconds(1));
        await committed.Task;
        Assert.Equal(1, lines.State.Made);
        await job.StopAsync();
        Assert.Equal(1, lines.State.Made);
    }

    [Fact]
    public async Task What_goes_wrong_while_a_group_is_written_ends_the_job()
    {
        using CheckpointedLines lines = New(0);
        var crash = new Crash(1, step => step == "state");
        var failure = await Assert.ThrowsAsync<PipelineException>(() => lines.Run(crash));
        Assert.Equal("CMP0951", failure.Id);
        Assert.IsType<CrashException>(failure.InnerException);
    }

    private static CheckpointedLines New(int checkpointEvery)
    {
        var clock = new TestClock(DateTimeOffset.UnixEpoch);
        return new CheckpointedLines(SinkGuarantee.AtLeastOnce, Parts)
        {
            Configure = builder =>
            {
                builder.Options.Clock = clock;
                builder.Trigger(Trigger.Continuous).CheckpointEvery(TimeSpan.FromSeconds(checkpointEvery)).OnProgress(_ => clock.Move(TimeSpan.FromSeconds(1)));
            },
        };
    }

    private static IEnumerable<string> Names(string folder) => Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order();
}
