using Compiled.Checkpoint;
using Compiled.State;
using Compiled.Tests.Checkpoint;
using Compiled.Tests.Sources;

namespace Compiled.Tests.State;

/// <summary>
/// What a job does to its state, epoch after epoch: windows that come and go, groups that change, a save, a record of the token as a commit file would be. What epoch N does depends on N only,
/// so that after an interruption the rest must lead to the same groups.
/// </summary>
internal sealed class StateRun : IDisposable
{
    private static readonly Dictionary<int, List<(long, int, SumCount)>> s_expected = [];
    private static readonly Lock s_lock = new();
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Full("state");

    /// <summary>The tokens recorded, by epoch.</summary>
    public SortedDictionary<int, string> Tokens { get; } = [];

    public DurableStateOptions Options { get; set; } = new() { LeastLogBytes = 2000, LogToLive = 1, LeastStoreBytes = 0, Run = Inline };

    /// <summary>Called at every instant between two steps, also within a fold.</summary>
    public Crash? Crash { get; set; }

    public FaultyFileSystem Files => new(Crash);

    public int LastEpoch => Tokens.Count == 0 ? -1 : Tokens.Keys.Last();

    /// <summary>A fold that is over when the commit after which it began returns.</summary>
    public static Task Inline(Action work)
    {
        work();
        return Task.CompletedTask;
    }

    /// <summary>The groups after an epoch, of a state that nothing ever happened to.</summary>
    public static List<(long, int, SumCount)> Expected(int epoch)
    {
        lock (s_lock)
        {
            if (!s_expected.TryGetValue(epoch, out List<(long, int, SumCount)>? groups))
            {
                using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(7);
                for (int i = 0; i <= epoch; i++)
                {
                    Update(state, i);
                    s_expected[i] = AggregationStateTests.AllGroups(state);
                }

                groups = epoch < 0 ? [] : s_expected[epoch];
            }

            return groups;
        }
    }

    /// <summary>Goes on from the last token up to and with an epoch, or to the crash.</summary>
    /// <returns>Whether it got there.</returns>
    public bool RunTo(int epoch)
    {
        try
        {
            using DurableState durable = DurableState.Open(Files, Path, Tokens.Count == 0 ? null : Tokens.Values.Last(), Options);
            using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = Load(durable, LastEpoch);
            for (int next = LastEpoch + 1; next <= epoch; next++)
            {
                Update(state, next);
                state.Save(durable.Changes);
                string token = durable.Checkpoint(next);
                Crash?.Step("record");
                Tokens.Add(next, token);
                durable.Committed();
            }

            return true;
        }
        catch (Exception e) when (e is CrashException || e.InnerException is CrashException)
        {
            return false;
        }
    }

    /// <summary>Opens what the token of an epoch names and compares it.</summary>
    public void AssertHolds(int epoch, string? path = null)
    {
        using DurableState durable = DurableState.Open(new FaultyFileSystem(), path ?? Path, Tokens.GetValueOrDefault(epoch), Options);
        Load(durable, epoch).Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private static AggregationState<ValueKey<int>, SumCount, SumCountOps> Load(IDurableState durable, int epoch)
    {
        AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(7);
        state.Load(durable.Saved);
        Assert.Equal(Expected(epoch), AggregationStateTests.AllGroups(state));
        return state;
    }

    private static void Update(AggregationState<ValueKey<int>, SumCount, SumCountOps> state, int epoch)
    {
        Random random = new(epoch);
        for (int i = 0; i < 40; i++)
        {
            AggregationStateTests.Add(state, (epoch + random.Next(3)) * 10, random.Next(25));
        }

        // A group that is there for ever, windows that are dropped, and now and then one that comes into being again after that.
        AggregationStateTests.Add(state, long.MaxValue, epoch % 3);
        state.DropBefore((epoch - 1) * 10);
        if (epoch % 4 == 3)
        {
            AggregationStateTests.Add(state, (epoch - 2) * 10, epoch);
        }

        state.ClearTouched();
    }
}
