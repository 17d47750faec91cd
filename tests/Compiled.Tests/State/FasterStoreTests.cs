using System.Text;
using Compiled.State;
using Compiled.Tests.Sources;

namespace Compiled.Tests.State;

public sealed class FasterStoreTests
{
    [Fact]
    public void A_store_holds_what_was_written_last()
    {
        using TemporaryFolder folder = new();
        using FasterStore store = FasterStore.Open(folder.Path, null);
        Dictionary<string, string> expected = [];
        Random random = new(11);
        for (int i = 0; i < 20_000; i++)
        {
            Write(store, expected, random, keys: 3000);
        }

        AssertHolds(expected, store);
        AssertHolds(expected, store);
    }

    [Fact]
    public void A_checkpoint_comes_back_without_what_was_written_after_it()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> expected = [];
        Dictionary<string, string> atOlder;
        FasterCheckpoint older;
        FasterCheckpoint newer;
        Random random = new(12);
        using (FasterStore store = FasterStore.Open(folder.Path, null))
        {
            WriteMany(store, expected, random, 5000);
            older = store.Checkpoint(1);
            atOlder = new(expected);
            WriteMany(store, expected, random, 5000);
            newer = store.Checkpoint(2);
            store.Purge(2);
            WriteMany(store, [], random, 5000);
        }

        using (FasterStore store = FasterStore.Open(folder.Path, newer))
        {
            AssertHolds(expected, store);
        }
    }

    [Fact]
    public void The_checkpoint_before_the_last_can_be_recovered_and_built_upon()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> expected = [];
        FasterCheckpoint older;
        Random random = new(13);
        using (FasterStore store = FasterStore.Open(folder.Path, null))
        {
            WriteMany(store, expected, random, 3000);
            _ = store.Checkpoint(1);
            WriteMany(store, expected, random, 3000);
            older = store.Checkpoint(2);
            Dictionary<string, string> lost = new(expected);
            WriteMany(store, lost, random, 3000);
            _ = store.Checkpoint(3);
            store.Purge(2);
        }

        FasterCheckpoint again;
        using (FasterStore store = FasterStore.Open(folder.Path, older))
        {
            AssertHolds(expected, store);
            WriteMany(store, expected, random, 3000);
            again = store.Checkpoint(3);
        }

        using (FasterStore store = FasterStore.Open(folder.Path, again))
        {
            AssertHolds(expected, store);
        }
    }

    [Fact]
    public void A_hundred_checkpoints_leave_two_and_a_bounded_log()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> expected = [];
        FasterCheckpoint last = default;
        Random random = new(14);
        const int LeastLog = 200_000;
        using (FasterStore store = FasterStore.Open(folder.Path, null, LeastLog))
        {
            HashSet<int> generations = [];
            for (int epoch = 0; epoch < 100; epoch++)
            {
                for (int i = 0; i < 300; i++)
                {
                    Write(store, expected, random, keys: 500);
                }

                last = store.Checkpoint(epoch);
                generations.Add(last.Generation);
                store.Purge(2);
                Assert.InRange(store.LogBytes, 0, 2 * LeastLog);
                Assert.InRange(Directory.GetDirectories(folder.Path, "generation-*").Length, 1, 2);
                Assert.InRange(Directory.GetDirectories(folder.Path, "*-*-*-*-*", SearchOption.AllDirectories).Length, 1, 2);
                if (epoch % 25 == 24)
                {
                    AssertHolds(expected, store);
                }
            }

            Assert.InRange(generations.Count, 3, 99);
        }

        using FasterStore recovered = FasterStore.Open(folder.Path, last, LeastLog);
        AssertHolds(expected, recovered);
    }

    [Fact]
    public void The_checkpoint_before_a_rewrite_of_the_log_can_still_be_recovered()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> expected = [];
        FasterCheckpoint before;
        Random random = new(15);
        using (FasterStore store = FasterStore.Open(folder.Path, null, leastLogBytes: 0))
        {
            WriteMany(store, expected, random, 300);
            before = store.Checkpoint(1);
            store.Purge(2);
            Dictionary<string, string> lost = new(expected);
            WriteMany(store, lost, random, 50_000);
            FasterCheckpoint after = store.Checkpoint(2);
            store.Purge(2);
            Assert.NotEqual(before.Generation, after.Generation);
        }

        using FasterStore recovered = FasterStore.Open(folder.Path, before);
        AssertHolds(expected, recovered);
    }

    [Fact]
    public void Many_more_keys_than_expected_get_a_larger_index()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> expected = [];
        FasterCheckpoint at;
        using (FasterStore store = FasterStore.Open(folder.Path, null))
        {
            for (int i = 0; i < 40_000; i++)
            {
                store.Insert(Encoding.UTF8.GetBytes($"key number {i}"), BitConverter.GetBytes(i));
                expected[$"key number {i}"] = Convert.ToHexString(BitConverter.GetBytes(i));
            }

            at = store.Checkpoint(1);
            store.Purge(2);
            Assert.True(at.Generation > 1);
        }

        using FasterStore recovered = FasterStore.Open(folder.Path, at);
        AssertHolds(expected, recovered);
    }

    [Fact]
    public void A_store_that_knows_how_many_keys_come_grows_once()
    {
        using TemporaryFolder folder = new();
        using FasterStore store = FasterStore.Open(folder.Path, null);
        store.Upsert([1, 2, 3], [4]);
        store.Reserve(200_000);
        string grown = Assert.Single(Directory.GetDirectories(folder.Path, "generation-000002"));
        byte[] key = new byte[4];
        for (int i = 0; i < 200_000; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(key, i);
            store.Insert(key, key);
        }

        store.Reserve(1);
        Assert.Equal(200_001, store.Count);
        Assert.Equal(grown, Directory.GetDirectories(folder.Path, "generation-*").Max());
    }

    [Fact]
    public void Values_of_a_megabyte_and_of_no_byte_are_kept()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> expected = [];
        FasterCheckpoint at;
        using (FasterStore store = FasterStore.Open(folder.Path, null))
        {
            byte[] large = new byte[1 << 20];
            new Random(16).NextBytes(large);
            foreach ((string key, byte[] value) in new[] { ("large", large), ("none", []), ("large too", large) })
            {
                store.Upsert(Encoding.UTF8.GetBytes(key), value);
                expected[key] = Convert.ToHexString(value);
            }

            at = store.Checkpoint(1);
        }

        using FasterStore recovered = FasterStore.Open(folder.Path, at);
        AssertHolds(expected, recovered);
    }

    [Fact]
    public void Nothing_is_recovered_without_a_token()
    {
        using TemporaryFolder folder = new();
        using (FasterStore store = FasterStore.Open(folder.Path, null))
        {
            store.Upsert("a"u8, "1"u8);
            _ = store.Checkpoint(1);
        }

        using FasterStore empty = FasterStore.Open(folder.Path, null);
        AssertHolds([], empty);
        empty.Upsert("b"u8, "2"u8);
        AssertHolds(new() { ["b"] = "32" }, empty);
    }

    [Theory]
    [InlineData("generation-*")]
    [InlineData("cpr-checkpoints")]
    [InlineData("log.*")]
    [InlineData("info.dat*")]
    public void A_missing_part_is_an_error_with_a_remedy(string part)
    {
        using TemporaryFolder folder = new();
        FasterCheckpoint at = Saved(folder.Path);
        foreach (string path in Directory.GetFileSystemEntries(folder.Path, part, SearchOption.AllDirectories))
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }

        PipelineException error = Assert.Throws<PipelineException>(() => FasterStore.Open(folder.Path, at).Dispose());
        Assert.Equal("CMP0920", error.Id);
        Assert.Contains("Restore the checkpoint folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recovered_store_finds_what_it_holds()
    {
        using TemporaryFolder folder = new();
        using FasterStore store = FasterStore.Open(folder.Path, Saved(folder.Path));
        for (int i = 0; i < 500; i++)
        {
            store.Upsert(Encoding.UTF8.GetBytes($"key {i}"), "x"u8);
        }

        Assert.Equal(500, store.Count);
        AssertHolds(Enumerable.Range(0, 500).ToDictionary(i => $"key {i}", _ => "78"), store);
        store.Delete("key 3"u8);
        store.Delete("no such key"u8);
        Assert.Equal(499, store.Count);
    }

    [Fact]
    public void A_log_cut_off_is_an_error()
    {
        using TemporaryFolder folder = new();
        FasterCheckpoint at = Saved(folder.Path);
        string log = Assert.Single(Directory.GetFiles(folder.Path, "log.*", SearchOption.AllDirectories));
        using (FileStream file = File.OpenWrite(log))
        {
            file.SetLength(file.Length / 2 / 512 * 512);
        }

        Assert.StartsWith("CMP092", Assert.Throws<PipelineException>(() => ReadAll(folder.Path, at)).Id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_byte_is_an_error()
    {
        using TemporaryFolder folder = new();
        FasterCheckpoint at = Saved(folder.Path);
        string log = Assert.Single(Directory.GetFiles(folder.Path, "log.*", SearchOption.AllDirectories));
        byte[] content = File.ReadAllBytes(log);
        int value = content.AsSpan().IndexOf("the value of 250"u8);
        content[value + 5] ^= 0x20;
        File.WriteAllBytes(log, content);
        Assert.Equal("CMP0921", Assert.Throws<PipelineException>(() => ReadAll(folder.Path, at)).Id);
    }

    [Fact]
    public void A_checkpoint_of_another_epoch_or_count_is_refused()
    {
        using TemporaryFolder folder = new();
        FasterCheckpoint at = Saved(folder.Path);
        Assert.Equal("CMP0920", Assert.Throws<PipelineException>(() => FasterStore.Open(folder.Path, at with { Epoch = 8 }).Dispose()).Id);
        Assert.Equal("CMP0920", Assert.Throws<PipelineException>(() => FasterStore.Open(folder.Path, at with { Count = 499 }).Dispose()).Id);
        Assert.Equal("CMP0920", Assert.Throws<PipelineException>(() => FasterStore.OpenState(folder.Path, "no token")).Id);
    }

    [Fact]
    public void A_token_is_the_text_of_a_checkpoint()
    {
        FasterCheckpoint at = new(-1, 12, Guid.NewGuid(), 99);
        Assert.True(FasterCheckpoint.TryParse(at.ToString(), out FasterCheckpoint back));
        Assert.Equal(at, back);
        Assert.False(FasterCheckpoint.TryParse(at + " 1", out _));
        Assert.False(FasterCheckpoint.TryParse(null, out _));
    }

    [Fact]
    public void Aggregation_state_survives_restarts_and_dropped_windows()
    {
        using TemporaryFolder folder = new();
        AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(7);
        string? token = null;
        Random random = new(17);
        for (int epoch = 0; epoch < 12; epoch++)
        {
            using Compiled.Checkpoint.IDurableState durable = FasterStore.OpenState(folder.Path, token);
            AggregationState<ValueKey<int>, SumCount, SumCountOps> loaded = new(7);
            loaded.Load(durable.Store);
            Assert.Equal(AggregationStateTests.AllGroups(state), AggregationStateTests.AllGroups(loaded));
            state.Dispose();
            state = loaded;
            for (int round = 0; round < 3; round++)
            {
                for (int i = 0; i < 300; i++)
                {
                    AggregationStateTests.Add(state, (epoch + random.Next(3)) * 10, random.Next(200));
                }

                state.ClearTouched();
                state.DropBefore((epoch - 1) * 10);
                state.Save(durable.Store);
                token = durable.Checkpoint((epoch * 3) + round);
                durable.Committed();
            }
        }

        state.Dispose();
    }

    private static FasterCheckpoint Saved(string folder)
    {
        using FasterStore store = FasterStore.Open(folder, null);
        for (int i = 0; i < 500; i++)
        {
            store.Upsert(Encoding.UTF8.GetBytes($"key {i}"), Encoding.UTF8.GetBytes($"the value of {i}"));
        }

        return store.Checkpoint(7);
    }

    private static void ReadAll(string folder, FasterCheckpoint at)
    {
        using FasterStore store = FasterStore.Open(folder, at);
        store.Scan((_, _) => { });
    }

    private static void WriteMany(FasterStore store, Dictionary<string, string> expected, Random random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Write(store, expected, random, keys: 1000);
        }
    }

    private static void Write(FasterStore store, Dictionary<string, string> expected, Random random, int keys)
    {
        string key = $"{random.Next(keys)}";
        if (random.Next(10) == 0)
        {
            store.Delete(Encoding.UTF8.GetBytes(key));
            expected.Remove(key);
            return;
        }

        byte[] value = new byte[random.Next(60)];
        random.NextBytes(value);
        store.Upsert(Encoding.UTF8.GetBytes(key), value);
        expected[key] = Convert.ToHexString(value);
    }

    private static void AssertHolds(Dictionary<string, string> expected, FasterStore store)
    {
        Dictionary<string, string> found = [];
        store.Scan((key, value) => found.Add(Encoding.UTF8.GetString(key), Convert.ToHexString(value)));
        Assert.Equal(expected.Count, store.Count);
        Assert.Equal(expected.OrderBy(entry => entry.Key), found.OrderBy(entry => entry.Key));
    }
}
