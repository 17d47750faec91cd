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
        using FasterStore store = Begin(folder.Path);
        Dictionary<int, string> expected = [];
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
        Dictionary<int, string> expected = [];
        Dictionary<int, string> atOlder;
        FasterCheckpoint older;
        FasterCheckpoint newer;
        Random random = new(12);
        using (FasterStore store = Begin(folder.Path))
        {
            WriteMany(store, expected, random, 5000);
            older = store.Checkpoint(1);
            atOlder = new(expected);
            WriteMany(store, expected, random, 5000);
            newer = store.Checkpoint(2);
            store.Keep([older, newer]);
            WriteMany(store, new(expected), random, 5000);
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
        Dictionary<int, string> expected = [];
        FasterCheckpoint older;
        Random random = new(13);
        using (FasterStore store = Begin(folder.Path))
        {
            WriteMany(store, expected, random, 3000);
            _ = store.Checkpoint(1);
            WriteMany(store, expected, random, 3000);
            older = store.Checkpoint(2);
            Dictionary<int, string> lost = new(expected);
            WriteMany(store, lost, random, 3000);
            store.Keep([older, store.Checkpoint(3)]);
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
    public void The_checkpoint_before_a_new_generation_can_still_be_recovered()
    {
        using TemporaryFolder folder = new();
        Dictionary<int, string> expected = [];
        FasterCheckpoint before;
        FasterCheckpoint after;
        Random random = new(15);
        using (FasterStore store = Begin(folder.Path))
        {
            WriteMany(store, expected, random, 300);
            before = store.Checkpoint(1);
            store.BeginGeneration(expectedKeys: 10);
            List<byte[]> old = [];
            store.Scan((key, _) => old.Add(key.ToArray()));
            Assert.Equal(expected.Count, old.Count);
            old.ForEach(key => store.Insert(key, "new"u8));
            store.EndPrevious();
            after = store.Checkpoint(2);
            store.Keep([before, after]);
            Assert.NotEqual(before.Generation, after.Generation);
        }

        using TemporaryFolder copy = new();
        FolderCopy.Of(folder.Path, copy.Full("state"));
        using FasterStore first = FasterStore.Open(folder.Path, before);
        AssertHolds(expected, first);
        using FasterStore second = FasterStore.Open(copy.Full("state"), after);
        AssertHolds(expected.ToDictionary(entry => entry.Key, _ => Convert.ToHexString("new"u8)), second);
    }

    [Fact]
    public void A_generation_that_no_kept_checkpoint_is_in_is_removed()
    {
        using TemporaryFolder folder = new();
        using FasterStore store = Begin(folder.Path);
        FasterCheckpoint first = store.Checkpoint(1);
        store.BeginGeneration(1);
        store.EndPrevious();
        FasterCheckpoint second = store.Checkpoint(2);
        store.Keep([first, second]);
        Assert.Equal(2, Directory.GetDirectories(folder.Path, "generation-*").Length);
        store.Keep([second, store.Checkpoint(3)]);
        Assert.Single(Directory.GetDirectories(folder.Path, "generation-*"));
        Assert.Equal(2, Directory.GetDirectories(folder.Path, "*-*-*-*-*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Values_of_a_megabyte_and_of_no_byte_are_kept()
    {
        using TemporaryFolder folder = new();
        Dictionary<int, string> expected = [];
        FasterCheckpoint at;
        using (FasterStore store = Begin(folder.Path))
        {
            byte[] large = new byte[1 << 20];
            new Random(16).NextBytes(large);
            foreach ((int key, byte[] value) in new[] { (1, large), (2, []), (3, large) })
            {
                store.Insert(Key(key), value);
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
        using (FasterStore store = Begin(folder.Path))
        {
            store.Insert(Key(1), "1"u8);
            _ = store.Checkpoint(1);
        }

        using FasterStore empty = FasterStore.Open(folder.Path, null);
        AssertHolds([], empty);
        Assert.Empty(Directory.GetDirectories(folder.Path, "generation-*"));
        empty.BeginGeneration(1);
        empty.Insert(Key(2), "2"u8);
        AssertHolds(new() { [2] = "32" }, empty);
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
            store.Update(Key(i), "x"u8);
        }

        Assert.Equal(500, store.Count);
        AssertHolds(Enumerable.Range(0, 500).ToDictionary(i => i, _ => "78"), store);
        store.Remove(Key(3));
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

    private static FasterStore Begin(string folder)
    {
        FasterStore store = FasterStore.Open(folder, null);
        store.BeginGeneration(expectedKeys: 1000);
        return store;
    }

    private static FasterCheckpoint Saved(string folder)
    {
        using FasterStore store = Begin(folder);
        for (int i = 0; i < 500; i++)
        {
            store.Insert(Key(i), Encoding.UTF8.GetBytes($"the value of {i}"));
        }

        return store.Checkpoint(7);
    }

    private static void ReadAll(string folder, FasterCheckpoint at)
    {
        using FasterStore store = FasterStore.Open(folder, at);
        store.Scan((_, _) => { });
    }

    private static void WriteMany(FasterStore store, Dictionary<int, string> expected, Random random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Write(store, expected, random, keys: 1000);
        }
    }

    private static void Write(FasterStore store, Dictionary<int, string> expected, Random random, int keys)
    {
        int key = random.Next(keys);
        if (random.Next(10) == 0)
        {
            if (expected.Remove(key))
            {
                store.Remove(Key(key));
            }

            return;
        }

        byte[] value = new byte[random.Next(60)];
        random.NextBytes(value);
        if (expected.ContainsKey(key))
        {
            store.Update(Key(key), value);
        }
        else
        {
            store.Insert(Key(key), value);
        }

        expected[key] = Convert.ToHexString(value);
    }

    private static byte[] Key(int number)
    {
        byte[] key = new byte[StoreKey.Size];
        StoreKey.Write(key, new WindowId((ushort)(number & 3), (number & 4) * TimeSpan.TicksPerHour), number & int.MaxValue);
        return key;
    }

    private static void AssertHolds(Dictionary<int, string> expected, FasterStore store)
    {
        Dictionary<int, string> found = [];
        store.Scan((key, value) =>
        {
            StoreKey.Read(key, out int number);
            found.Add(number, Convert.ToHexString(value));
        });
        Assert.Equal(expected.Count, store.Count);
        Assert.Equal(expected.OrderBy(entry => entry.Key), found.OrderBy(entry => entry.Key));
    }
}
