using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.State;

/// <summary>Adding rows to their groups in the pass that finds them.</summary>
public sealed unsafe class RowAggregationTests
{
    private const int Rows = 30_000;

    /// <summary>Few close integers have an index by key, few others a place by hash, many a bucket; most rows of the last are new.</summary>
    [Theory]
    [InlineData(50, 1)]
    [InlineData(50, 1 << 20)]
    [InlineData(3_000, 1 << 20)]
    [InlineData(20_000, 1 << 20)]
    [InlineData(10_000_000, 1 << 20)]
    public void Every_row_is_added_once_and_those_of_a_group_in_their_order(int keys, long distance) =>
        AssertAdds(i => new ValueKey<long>(i * distance), keys);

    [Fact]
    public void Rows_without_a_key_are_all_in_one_group() => AssertAdds(_ => default(NoKey), 1);

    /// <summary>Keys that point elsewhere leave the loop; the table takes a copy of their text.</summary>
    [Theory]
    [InlineData(60, 1)]
    [InlineData(4_000, 20)]
    [InlineData(15_000, 3)]
    public void Text_keys_short_and_long(int keys, int rowsOfShortForOneLong)
    {
        using TextArena arena = new();
        List<TextKey> all = [];
        for (int i = 0; i < keys; i++)
        {
            string text = i % rowsOfShortForOneLong == 0 ? $"a text that does not fit into its key, number {i}" : $"text {i}";
            all.Add(new TextKey(arena.Copy(System.Text.Encoding.UTF8.GetBytes(text))));
        }

        AssertAdds(i => all[i], keys);
        AssertAdds(i => new PairKey<TextKey, NullableKey<ValueKey<int>>>(all[i], i % 3 == 0 ? default : new NullableKey<ValueKey<int>>(new ValueKey<int>(i))), keys);
    }

    /// <summary>Beyond the caches, rows whose bucket is full wait for others of their run; groups are numbered and touched as if they did not.</summary>
    [Fact]
    public void Rows_that_are_set_aside_are_added_once_and_those_of_a_group_in_their_order()
    {
        const int keyCount = 300_000;
        using ColumnArena arena = new();
        Column<ValueKey<long>> keys = arena.Allocate<ValueKey<long>>(Rows);
        using GroupTable<ValueKey<long>, Seen, SeenOps> table = new();
        Dictionary<long, (int First, int Count, long Sum)> expected = [];
        Random random = new(11);
        for (int batch = 0; batch < 40; batch++)
        {
            for (int i = 0; i < Rows; i++)
            {
                long key = random.Next(keyCount) * 1_000_003L;
                keys[i] = new ValueKey<long>(key);
                (int first, int count, long sum) = expected.GetValueOrDefault(key, (expected.Count, 0, 0));
                expected[key] = (first, count + 1, sum + (batch * Rows) + i);
            }

            table.Add(keys.Pointer, 0, Rows, new RowsInOrder { First = batch * Rows });
        }

        Assert.Equal(expected.Count, table.Count);
        foreach ((long key, (int first, int count, long sum)) in expected)
        {
            int group = table.Find(new ValueKey<long>(key));
            Assert.True(table[group].IsInOrder);
            Assert.Equal((count, sum), (table[group].Count, table[group].Sum));
            Assert.Equal((first, first), (group, table.Touched(group)));
        }

        // Once more, in another order: what is touched first comes first.
        table.ClearTouched();
        List<long> again = [.. expected.Keys.Where(key => key % 3 == 0).Reverse()];
        for (int first = 0; first < again.Count; first += Rows)
        {
            int count = Math.Min(Rows, again.Count - first);
            for (int i = 0; i < count; i++)
            {
                keys[i] = new ValueKey<long>(again[first + i]);
            }

            table.Add(keys.Pointer, 0, count, default(RowsInOrder));
        }

        Assert.Equal(again, Enumerable.Range(0, table.TouchedCount).Select(i => table.Key(table.Touched(i)).Value));
    }

    /// <summary>Rows in order but for late ones; of two windows in any order, which are taken apart; of more; and of one window after the other again.</summary>
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 1_000_000)]
    [InlineData(2, 20)]
    [InlineData(6, 500)]
    [InlineData(9, 10)]
    [InlineData(200, 2)]
    public void Rows_of_several_windows(int windows, int rowsForOneLate)
    {
        using ColumnArena arena = new();
        Column<ValueKey<int>> keys = arena.Allocate<ValueKey<int>>(Rows);
        Column<long> starts = arena.Allocate<long>(Rows);
        Random random = new(7);
        Dictionary<(long, int), long> expected = [];
        for (int i = 0; i < Rows; i++)
        {
            starts[i] = random.Next(rowsForOneLate) == 0 ? random.Next(3) : (i / 5_000) + (i % 20_000 < 15_000 ? random.Next(windows) : 0);
            keys[i] = new ValueKey<int>(random.Next(400) * 100_000);
            expected[(starts[i], keys[i].Value)] = expected.GetValueOrDefault((starts[i], keys[i].Value)) + i;
        }

        using AggregationState<ValueKey<int>, Seen, SeenOps> state = new(1);
        state.Add(keys, starts, Rows, new RowsInOrder());
        Dictionary<(long, int), long> actual = [];
        for (int w = 0; w < state.WindowCount; w++)
        {
            for (int g = 0; g < state.Window(w).Count; g++)
            {
                Assert.True(state.Window(w)[g].IsInOrder);
                actual.Add((state.Window(w).WindowStart, state.Window(w).Key(g).Value), state.Window(w)[g].Sum);
            }
        }

        Assert.Equal(expected, actual);
    }

    private static void AssertAdds<TKey>(Func<int, TKey> keyOf, int keyCount)
        where TKey : unmanaged, IGroupKey<TKey>
    {
        using ColumnArena arena = new();
        Column<TKey> keys = arena.Allocate<TKey>(Rows);
        int[] drawn = new int[Rows];
        Random random = new(keyCount);
        for (int i = 0; i < Rows; i++)
        {
            drawn[i] = random.Next(keyCount);
            keys[i] = keyOf(drawn[i]);
        }

        using AggregationState<TKey, Seen, SeenOps> state = new(1);
        for (int first = 0; first < Rows;)
        {
            int count = Math.Min(Rows - first, random.Next(1, 5_000));
            state.Add(keys.Slice(first), count, new RowsInOrder { First = first });
            first += count;
        }

        GroupTable<TKey, Seen, SeenOps> table = state.Table(long.MinValue);
        List<IGrouping<int, int>> expected = [.. Enumerable.Range(0, Rows).GroupBy(row => drawn[row])];
        Assert.Equal(expected.Count, table.Count);
        for (int group = 0; group < table.Count; group++)
        {
            TKey key = keyOf(expected[group].Key);
            Assert.True(TKey.Equal(in key, in table.Key(group)));
            Assert.Equal(group, table.Touched(group));
            Assert.True(table[group].IsInOrder);
            Assert.Equal((expected[group].Count(), expected[group].Sum(row => (long)row)), (table[group].Count, table[group].Sum));
        }
    }

    private struct Seen
    {
        public long Sum;
        public int Count;
        public int Last;
        public bool IsInOrder;
    }

    private readonly struct SeenOps : IAggregateOps<Seen>
    {
        public static void Initialize(ref Seen aggregates)
        {
            aggregates.Last = -1;
            aggregates.IsInOrder = true;
        }

        public static void Combine(ref Seen into, in Seen from, TextArena arena) => into.Count += from.Count;
    }

    private struct RowsInOrder : IRowAggregation<Seen>
    {
        public int First;

        public readonly void Add(ref Seen group, nint row)
        {
            int number = First + (int)row;
            group.IsInOrder &= number > group.Last;
            group.Last = number;
            group.Sum += number;
            group.Count++;
        }
    }
}
