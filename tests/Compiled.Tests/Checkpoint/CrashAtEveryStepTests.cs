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
        string[] parts = [.. Enumerable.Range(0, 215).Select(i => $"{(char)('a' + (i % 26))}\n@{i}\n")];
        using var expected = new CheckpointedLines(parts);
        await expected.Run();
        static bool IsGathering(string step) => step.Contains("sources/", StringComparison.Ordinal) || step.StartsWith("delete", StringComparison.Ordinal);
        int steps = 1;
        for (; ; steps++)
        {
            using var lines = new CheckpointedLines(parts);

            // The deletion of two hundred files is tried at a few of them.
            steps += steps is > 15 and < 190 ? 40 : 0;
            var crash = new Crash(steps, IsGathering);
            if (!await lines.RunToCrash(crash))
            {
                break;
            }

            await lines.Run();
            AssertSame(expected, lines, crash.FailedStep!);
        }

        Assert.True(steps > 15, $"Only {steps} steps were tried.");
        Assert.Equal(["99", "199"], Directory.GetFiles(expected.File("sources")).Select(path => Path.GetFileName(path)!).OrderBy(name => name.Length));
        Assert.Equal(115, Directory.GetFiles(expected.File("offsets")).Length);
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
