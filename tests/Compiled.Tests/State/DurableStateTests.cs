using Compiled.State;
using Compiled.Tests.Checkpoint;

namespace Compiled.Tests.State;

public sealed class DurableStateTests
{
    private const int Epochs = 60;

    [Theory]
    [InlineData(long.MaxValue, 0)]
    [InlineData(2000, 0)]
    [InlineData(2000, long.MaxValue)]
    [InlineData(0, 0)]
    [InlineData(0, 30_000)]
    public void State_survives_restarts_dropped_windows_and_folds(long leastLogBytes, long leastStoreBytes)
    {
        using StateRun run = New(leastLogBytes, leastStoreBytes);
        for (int epoch = 0; epoch < Epochs; epoch += 1 + (epoch % 5))
        {
            Assert.True(run.RunTo(epoch));
        }

        run.AssertHolds(run.LastEpoch);
        Assert.Equal(leastLogBytes < long.MaxValue, FoldIn(run.Tokens[run.LastEpoch]) != "-");
    }

    [Fact]
    public void A_log_of_changes_that_is_small_needs_no_store()
    {
        using StateRun run = new() { Options = new DurableStateOptions() };
        Assert.True(run.RunTo(Epochs));
        Assert.Equal(["changes-000001"], Directory.GetFileSystemEntries(run.Path).Select(path => Path.GetFileName(path)));
        Assert.Matches("^v2 60 1 1 [0-9]+ -$", run.Tokens[Epochs]);
    }

    [Fact]
    public void The_log_is_folded_on_another_thread_and_stays_bounded()
    {
        using StateRun run = new() { Options = new DurableStateOptions { LeastLogBytes = 2000, LogToLive = 1 } };
        HashSet<string> folds = [];
        for (int epoch = 0; epoch < 120; epoch++)
        {
            Assert.True(run.RunTo(epoch + (epoch % 3)));
            epoch = run.LastEpoch;
            folds.Add(FoldIn(run.Tokens[epoch]));
            Assert.InRange(Directory.GetFiles(run.Path, "changes-*").Sum(file => new FileInfo(file).Length), 20, 40_000);
        }

        run.AssertHolds(run.LastEpoch);
        Assert.InRange(folds.Count, 4, 100);
    }

    // A run that makes one checkpoint ends before anybody asks for its fold: it must not be forgotten for ever.
    [Fact]
    public void Both_kept_checkpoints_can_be_recovered_around_every_fold()
    {
        int folds = 0;
        using StateRun run = New(2000);
        string? fold = null;
        for (int epoch = 0; epoch < 40; epoch++)
        {
            Assert.True(run.RunTo(epoch));
            string now = FoldIn(run.Tokens[epoch]);
            folds += now == fold ? 0 : 1;
            fold = now;
            if (epoch > 0)
            {
                using StateRun copy = CopyOf(run);
                copy.AssertHolds(epoch - 1);
            }
        }

        Assert.InRange(folds, 4, 39);
    }

    [Fact]
    public void The_checkpoint_before_the_last_can_be_built_upon()
    {
        using StateRun run = New(2000);
        Assert.True(run.RunTo(30));
        run.Tokens.Remove(30);
        Assert.True(run.RunTo(50));
        run.AssertHolds(50);
    }

    [Fact]
    public void What_was_not_recorded_is_cut_off()
    {
        using StateRun run = new() { Options = new DurableStateOptions() };
        Assert.True(run.RunTo(10));
        string path = Path.Combine(run.Path, "changes-000001");
        byte[] whole = File.ReadAllBytes(path);

        // Half a chunk, as a kill leaves it, and a file that was begun and not named by a token.
        File.WriteAllBytes(path, [.. whole, .. whole[20..100]]);
        File.WriteAllText(Path.Combine(run.Path, "changes-000002"), "compiled cha");
        run.AssertHolds(10);
        Assert.Equal(whole, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(run.Path));
        Assert.True(run.RunTo(20));
        run.AssertHolds(20);
    }

    [Fact]
    public void A_file_that_ends_before_the_recorded_end_is_an_error()
    {
        using StateRun run = new() { Options = new DurableStateOptions() };
        Assert.True(run.RunTo(3));
        using (FileStream file = File.OpenWrite(Path.Combine(run.Path, "changes-000001")))
        {
            file.SetLength(file.Length - 1);
        }

        PipelineException error = Fault(run);
        Assert.Equal("CMP0920", error.Id);
        Assert.Contains("'changes-000001' ends at byte", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_error()
    {
        using StateRun run = new() { Options = new DurableStateOptions() };
        Assert.True(run.RunTo(3));
        File.Delete(Path.Combine(run.Path, "changes-000001"));
        PipelineException error = Fault(run);
        Assert.Equal("CMP0920", error.Id);
        Assert.Contains("'changes-000001' is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_changed_byte_is_an_error()
    {
        using StateRun run = new() { Options = new DurableStateOptions() };
        Assert.True(run.RunTo(1));
        string path = Path.Combine(run.Path, "changes-000001");
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 0x10;
            File.WriteAllBytes(path, changed);
            string id = Fault(run).Id;
            Assert.Equal(i < ChangeFile.FrontBytes ? "CMP0920" : "CMP0921", id);
        }
    }

    [Fact]
    public void State_of_an_older_format_is_told_as_such()
    {
        using StateRun run = new();
        run.Tokens[0] = $"0 1 {Guid.NewGuid():N} 12";
        PipelineException error = Fault(run);
        Assert.Equal("CMP0920", error.Id);
        Assert.Contains("written in format v1, and this version reads v2", error.Message, StringComparison.Ordinal);
        run.Tokens[0] = "v3 0 1 1 20 -";
        Assert.Contains("does not name a checkpoint", Fault(run).Message, StringComparison.Ordinal);
        run.Tokens.Clear();
        Assert.True(run.RunTo(2));
        File.WriteAllText(Path.Combine(run.Path, "changes-000001"), "compiled changes v3\n" + new string(' ', 5000));
        run.Tokens[2] = "v2 2 1 1 1000 -";
        Assert.Contains("begins with 'compiled changes v3', but this version reads 'compiled changes v2'", Fault(run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_grows_gets_a_larger_store()
    {
        using StateRun run = New(0, long.MaxValue);
        run.Options = run.Options with { LogToLive = 0 };
        HashSet<string> generations = [];
        string? token = null;
        using (DurableState durable = DurableState.Open(new FaultyFileSystem(), run.Path, null, run.Options))
        {
            using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(7);
            for (int key = 0; key < 60_000; key++)
            {
                AggregationStateTests.Add(state, 0, key);
                if (key % 5000 == 0)
                {
                    state.ClearTouched();
                    state.Save(durable.Changes);
                    token = durable.Checkpoint(key);
                    durable.Committed();
                    generations.Add(FoldIn(token).Split(' ').ElementAtOrDefault(1) ?? "none");
                }
            }
        }

        Assert.InRange(generations.Count, 2, 4);
        using DurableState recovered = DurableState.Open(new FaultyFileSystem(), run.Path, token, run.Options);
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> loaded = new(7);
        loaded.Load(recovered.Saved);
        Assert.Equal(Enumerable.Range(0, 55_001), AggregationStateTests.AllGroups(loaded).Select(group => group.Key));
    }

    [Fact]
    public void Without_a_token_nothing_is_recovered()
    {
        using StateRun run = New(2000);
        Assert.True(run.RunTo(20));
        run.Tokens.Clear();
        Assert.True(run.RunTo(5));
        run.AssertHolds(5);
    }

    [Fact]
    public void A_full_disk_ends_the_job_and_costs_nothing()
    {
        using StateRun run = New(2000);
        Assert.True(run.RunTo(9));
        for (int room = 0; room < 3000; room += 500)
        {
            FaultyFileSystem files = new() { Room = room };
            PipelineException error = Assert.Throws<PipelineException>(() => SaveMuch(files, run));
            Assert.Equal("CMP0923", error.Id);
            Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        }

        Assert.True(run.RunTo(20));
        run.AssertHolds(20);
    }

    [Fact]
    public void What_goes_wrong_in_a_fold_ends_the_job()
    {
        using StateRun run = New(0);
        run.Options = run.Options with { Run = _ => Task.FromException(StateErrors.CannotWrite(run.Path, "the disk is full")) };
        Assert.Equal("CMP0923", Assert.Throws<PipelineException>(() => run.RunTo(5)).Id);
        run.Options = run.Options with { Run = StateRun.Inline };
        Assert.True(run.RunTo(9));
        run.AssertHolds(9);
    }

    [Fact]
    public void A_token_is_text_that_can_be_read_back()
    {
        foreach (StateToken token in new[] { new StateToken(-1, 1, 4, 99, null), new StateToken(5, 7, 7, 20, new FasterCheckpoint(3, 12, Guid.NewGuid(), 99)) })
        {
            Assert.True(StateToken.TryParse(token.ToString(), out StateToken back));
            Assert.Equal(token, back);
            Assert.False(StateToken.TryParse(token + " 1", out _));
            Assert.False(StateToken.TryParse(token.ToString()[1..], out _));
        }

        Assert.False(StateToken.TryParse("v2 1 3 2 20 -", out _));
        Assert.False(StateToken.TryParse(null, out _));
    }

    private static StateRun New(long leastLogBytes, long leastStoreBytes = 0) => new() { Options = new DurableStateOptions { LeastLogBytes = leastLogBytes, LogToLive = 1, LeastStoreBytes = leastStoreBytes, Run = StateRun.Inline } };

    private static PipelineException Fault(StateRun run) => Assert.Throws<PipelineException>(() => run.AssertHolds(run.LastEpoch));

    private static string FoldIn(string token) => token.Split(' ', 6)[5];

    private static StateRun CopyOf(StateRun run)
    {
        StateRun copy = new() { Options = run.Options };
        foreach ((int epoch, string token) in run.Tokens)
        {
            copy.Tokens.Add(epoch, token);
        }

        FolderCopy.Of(run.Path, copy.Path);
        return copy;
    }

    private static void SaveMuch(FaultyFileSystem files, StateRun run)
    {
        using DurableState durable = DurableState.Open(files, run.Path, run.Tokens[run.LastEpoch], run.Options);
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(7);
        state.Load(durable.Saved);
        for (int key = 0; key < 1000; key++)
        {
            AggregationStateTests.Add(state, long.MaxValue, key);
        }

        state.ClearTouched();
        state.Save(durable.Changes);
    }
}
