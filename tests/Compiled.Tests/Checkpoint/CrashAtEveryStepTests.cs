using Compiled.Tests.Execution;

namespace Compiled.Tests.Checkpoint;

public sealed class CrashAtEveryStepTests
{
    private static readonly string[] Parts = ["a\nb\n@1\n", "b\n@25\n", "c\na\n@3\n", "@41\nb\n", "a\nc"];

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task A_crash_at_any_step_loses_nothing_and_repeats_nothing(int checkpointEvery)
    {
        using CheckpointedLines expected = New(checkpointEvery);
        await expected.Run();
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
            AssertSame(expected, lines, crash.FailedStep!);
        }

        Assert.True(steps > 100, $"Only {steps} steps were tried.");
    }

    [Fact]
    public async Task State_in_faster_survives_a_crash_at_any_fifth_step()
    {
        using CheckpointedLines expected = New(0);
        await expected.Run();
        int steps = 1;
        for (; ; steps += 5)
        {
            using var lines = new CheckpointedLines(Parts) { UsesFaster = true };
            var crash = new Crash(steps);
            if (!await lines.RunToCrash(crash))
            {
                break;
            }

            await lines.Run();
            AssertSame(expected, lines, crash.FailedStep!);
        }

        Assert.True(steps > 60, $"Only {steps} steps were tried.");
    }

    [Fact]
    public async Task Crashes_one_after_the_other_lose_nothing_and_repeat_nothing()
    {
        var random = new Random(5);
        using CheckpointedLines expected = New(0);
        await expected.Run();
        for (int round = 0; round < 60; round++)
        {
            using CheckpointedLines lines = New(round % 3);
            var crashes = new List<int>();
            do
            {
                crashes.Add(random.Next(1, 70));
            }
            while (await lines.RunToCrash(new Crash(crashes[^1])) && crashes.Count < 40);
            await lines.Run();
            AssertSame(expected, lines, string.Join(", ", crashes));
        }
    }

    [Fact]
    public async Task A_crash_while_old_epochs_are_gathered_loses_nothing_and_repeats_nothing()
    {
        CheckpointedLines New() => new([.. Enumerable.Range(0, 14).Select(i => $"{(char)('a' + (i % 5))}\n@{i * 3}\n")]) { Configure = builder => builder.Options.CompactEvery = 5 };
        using CheckpointedLines expected = New();
        await expected.Run();
        static bool IsGathering(string step) => step.Contains("sources/", StringComparison.Ordinal) || step.StartsWith("delete", StringComparison.Ordinal);
        int steps = 1;
        for (; ; steps++)
        {
            using CheckpointedLines lines = New();
            var crash = new Crash(steps, IsGathering);
            if (!await lines.RunToCrash(crash))
            {
                break;
            }

            await lines.Run();
            AssertSame(expected, lines, crash.FailedStep!);
        }

        Assert.True(steps > 10, $"Only {steps} steps were tried.");
        Assert.Equal(["4", "9"], Directory.GetFiles(expected.File("sources")).Select(path => Path.GetFileName(path)).Order());
        Assert.Equal(["10", "11", "12", "13", "5", "6", "7", "8", "9"], Directory.GetFiles(expected.File("offsets")).Select(path => Path.GetFileName(path)).Order());
    }

    private static CheckpointedLines New(int checkpointEvery)
    {
        var clock = new TestClock(DateTimeOffset.UnixEpoch);
        return new CheckpointedLines(Parts)
        {
            Configure = builder =>
            {
                builder.Options.Clock = clock;
                builder.CheckpointEvery(TimeSpan.FromSeconds(checkpointEvery)).OnProgress(_ => clock.Move(TimeSpan.FromSeconds(1)));
            },
        };
    }

    private static void AssertSame(CheckpointedLines expected, CheckpointedLines actual, string crash)
    {
        Assert.True(
            expected.Job.Upper.Rows.SequenceEqual(actual.Job.Upper.Rows)
            && expected.Job.Counts.Rows.SequenceEqual(actual.Job.Counts.Rows)
            && expected.Job.Windows.Rows.SequenceEqual(actual.Job.Windows.Rows),
            $"""
            After a crash at {crash}:
            upper    {string.Join(" ", actual.Job.Upper.Rows)}
            expected {string.Join(" ", expected.Job.Upper.Rows)}
            counts   {string.Join(" ", actual.Job.Counts.Rows)}
            expected {string.Join(" ", expected.Job.Counts.Rows)}
            windows  {string.Join(" ", actual.Job.Windows.Rows)}
            expected {string.Join(" ", expected.Job.Windows.Rows)}
            """);
    }
}
