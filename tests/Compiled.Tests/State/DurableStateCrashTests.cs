using Compiled.Tests.Checkpoint;

namespace Compiled.Tests.State;

/// <summary>The state is killed at every step of its files, within folds too, and must go on from the last token that was recorded as if nothing had been.</summary>
public sealed class DurableStateCrashTests
{
    [Theory]
    [InlineData(2000, 5, "")]
    [InlineData(0, 11, "")]
    [InlineData(2000, 1, "create")]
    [InlineData(2000, 1, "delete")]
    [InlineData(2000, 5, "read")]
    public void A_crash_at_any_step_leaves_the_last_recorded_state(long leastLogBytes, int stride, string kind)
    {
        const int LastEpoch = 14;
        int steps = 1;
        HashSet<string> crashedAt = [];
        for (; ; steps += stride)
        {
            using StateRun run = new() { Crash = new Crash(steps, step => step.StartsWith(kind, StringComparison.Ordinal)) };
            run.Options = run.Options with { LeastLogBytes = leastLogBytes };
            if (run.RunTo(LastEpoch))
            {
                break;
            }

            crashedAt.Add(run.Crash.FailedStep!.Split(' ')[0]);
            run.Crash = null;
            run.AssertHolds(run.LastEpoch);
            Assert.True(run.RunTo(LastEpoch));
            run.AssertHolds(LastEpoch);
        }

        Assert.True(steps > (kind.Length > 0 ? 3 : 100), $"Only {steps} steps were tried.");
        Assert.Superset(kind.Length > 0 ? [kind] : new HashSet<string> { "append", "sync", "read", "record" }, crashedAt);
    }

    [Fact]
    public void Crashes_one_after_the_other_lose_nothing()
    {
        Random random = new(3);
        for (int round = 0; round < 8; round++)
        {
            using StateRun run = new();
            run.Options = run.Options with { LeastLogBytes = random.Next(3000) };
            for (int i = 0; i < 6; i++)
            {
                run.Crash = new Crash(random.Next(1, 60));
                run.RunTo(40);
            }

            run.Crash = null;
            Assert.True(run.RunTo(40));
            run.AssertHolds(40);
        }
    }

    [Fact]
    public void The_files_of_any_instant_are_enough()
    {
        // As kill -9 would leave them: copied between two steps, the folds' included, and opened by the token that was recorded then.
        using StateRun run = new();
        int instants = 0;
        run.Crash = new Crash(int.MaxValue, step =>
        {
            if (++instants % 7 == 0)
            {
                using StateRun copy = new() { Options = run.Options };
                foreach ((int epoch, string token) in run.Tokens)
                {
                    copy.Tokens.Add(epoch, token);
                }

                FolderCopy.Of(run.Path, copy.Path);
                copy.AssertHolds(copy.LastEpoch);
            }

            return false;
        });
        Assert.True(run.RunTo(20));
        Assert.True(instants > 100, $"Only {instants} instants.");
    }
}
