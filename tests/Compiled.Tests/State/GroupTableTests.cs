using Compiled.Memory;
using Compiled.State;
using Compiled.Tests.Formats;

namespace Compiled.Tests.State;

public sealed class GroupTableTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 7)]
    [InlineData(5_000, 4096)]
    [InlineData(300_000, 4096)]
    public void A_batched_table_agrees_with_a_dictionary(int distinct, int batch)
    {
        using ColumnArena arena = new();
        Column<ValueKey<long>> keys = arena.Allocate<ValueKey<long>>(batch);
        Column<nint> addresses = arena.Allocate<nint>(batch);
        using GroupTable<ValueKey<long>, SumCount, SumCountOps> table = new();
        Dictionary<long, (int Number, long Sum, long Count)> expected = [];
        Random random = new(distinct);
        for (int row = 0; row < Math.Max(2000, distinct * 3); row += batch)
        {
            for (int i = 0; i < batch; i++)
            {
                keys[i] = new ValueKey<long>(random.Next(distinct) * 1_000_003L);
            }

            table.FindOrAdd(keys, batch, addresses);
            GroupRefs<SumCount> groups = new(addresses);
            for (int i = 0; i < batch; i++)
            {
                groups[i].Sum += row + i;
                groups[i].Count++;
                long key = keys[i].Value;
                (int number, long sum, long count) = expected.GetValueOrDefault(key, (expected.Count, 0, 0));
                expected[key] = (number, sum + row + i, count + 1);
            }
        }

        Assert.Equal(expected.Count, table.Count);
        foreach ((long key, (int number, long sum, long count)) in expected)
        {
            Assert.Equal(key, table.Key(number).Value);
            Assert.Equal(number, table.Find(new ValueKey<long>(key)));
            Assert.Equal((sum, count), (table[number].Sum, table[number].Count));
        }

        Assert.Equal(-1, table.Find(new ValueKey<long>(-1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(50)]
    [InlineData(98)]
    [InlineData(100)]
    public void Texts_inside_and_outside_their_keys_agree_with_a_dictionary(int percentLong)
    {
        const int Batch = 2048;
        using ColumnArena arena = new();
        Column<byte> bytes = arena.Allocate<byte>(Batch * 64);
        Column<TextKey> keys = arena.Allocate<TextKey>(Batch);
        Column<nint> addresses = arena.Allocate<nint>(Batch);
        using GroupTable<TextKey, SumCount, SumCountOps> table = new();
        Dictionary<string, (int Number, long Count)> expected = [];
        Random random = new(percentLong);
        for (int batch = 0; batch < 40; batch++)
        {
            // The second half has the other mixture, so that a table which has got used to one meets the other.
            int percent = batch < 20 ? percentLong : 100 - percentLong;
            for (int i = 0; i < Batch; i++)
            {
                string text = random.Next(3000).ToString(System.Globalization.CultureInfo.InvariantCulture) + (random.Next(100) < percent ? " and more than sixteen bytes" : string.Empty);
                System.Text.Encoding.UTF8.GetBytes(text, bytes.AsSpan(Batch * 64)[(i * 64)..]);
                unsafe
                {
                    keys[i] = new TextKey(new Utf8Slice(bytes.Pointer + (i * 64), text.Length));
                }

                (int number, long count) = expected.GetValueOrDefault(text, (expected.Count, 0));
                expected[text] = (number, count + 1);
            }

            table.FindOrAdd(keys, Batch, addresses);
            GroupRefs<SumCount> groups = new(addresses);
            for (int i = 0; i < Batch; i++)
            {
                groups[i].Count++;
            }
        }

        Assert.Equal(expected.Count, table.Count);
        foreach ((string text, (int number, long count)) in expected)
        {
            Assert.Equal(text, TextKey.SliceOf(in table.Key(number)).ToString());
            Assert.Equal(count, table[number].Count);
        }
    }

    [Fact]
    public void Long_text_is_copied_when_it_becomes_a_group()
    {
        using ColumnArena arena = new();
        Column<byte> bytes = arena.Allocate<byte>(1000);
        Column<TextKey> keys = arena.Allocate<TextKey>(1);
        Column<int> groups = arena.Allocate<int>(1);
        using GroupTable<TextKey, SumCount, SumCountOps> table = new();
        for (int i = 0; i < 40_000; i++)
        {
            string text = $"{i % 20_000} {new string('t', i % 190)}";
            System.Text.Encoding.UTF8.GetBytes(text, bytes.AsSpan(1000));
            unsafe
            {
                keys[0] = new TextKey(new Utf8Slice(bytes.Pointer, text.Length));
            }

            table.FindOrAdd(keys, 1, groups);
            Assert.Equal(text, TextKey.SliceOf(in table.Key(groups[0])).ToString());
            bytes.AsSpan(1000).Fill(1);
        }

        Assert.Equal(40_000, table.Count);
    }

    [Fact]
    public void Touched_groups_come_in_order_of_first_touch()
    {
        using GroupTable<ValueKey<int>, SumCount, SumCountOps> table = new();
        int[] rows = [5, 3, 5, 9, 3, 1];
        foreach (int row in rows)
        {
            table.FindOrAdd(new ValueKey<int>(row));
        }

        Assert.Equal([5, 3, 9, 1], TouchedKeys(table));
        table.ClearTouched();
        Assert.Empty(TouchedKeys(table));
        table.FindOrAdd(new ValueKey<int>(1));
        table.FindOrAdd(new ValueKey<int>(5));
        table.FindOrAdd(new ValueKey<int>(1));
        Assert.Equal([1, 5], TouchedKeys(table));
    }

    [Fact]
    public void The_order_of_touching_does_not_depend_on_batches_or_growth()
    {
        int[] rows = new int[60_000];
        Random random = new(3);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = random.Next(40_000);
        }

        Assert.Equal(TouchedAfter(rows, batch: 1, expectedGroups: 0), TouchedAfter(rows, batch: 4096, expectedGroups: 0));
        Assert.Equal(TouchedAfter(rows, batch: 333, expectedGroups: 100_000), TouchedAfter(rows, batch: 4096, expectedGroups: 0));
    }

    [Fact]
    public void Without_tracking_nothing_is_touched()
    {
        using GroupTable<ValueKey<int>, SumCount, SumCountOps> table = new(tracksChanges: false);
        table.FindOrAdd(new ValueKey<int>(1));
        table.ClearTouched();
        table.FindOrAdd(new ValueKey<int>(1));
        Assert.Equal(0, table.TouchedCount);
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void Groups_stay_where_they_are_while_the_table_grows()
    {
        using GroupTable<ValueKey<int>, SumCount, SumCountOps> table = new();
        int first = table.FindOrAdd(new ValueKey<int>(-1));
        ref SumCount group = ref table[first];
        group.Count = 77;
        for (int i = 0; i < 100_000; i++)
        {
            table.FindOrAdd(new ValueKey<int>(i));
        }

        group.Sum = 78;
        Assert.Equal((78, 77), (table[table.Find(new ValueKey<int>(-1))].Sum, table[first].Count));
    }

    [Fact]
    public void A_cleared_table_is_as_new()
    {
        using GroupTable<TextKey, Extremes, ExtremesOps> table = new();
        using Texts texts = new();
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 10_000; i++)
            {
                int group = table.FindOrAdd(new TextKey(texts[$"key number {i + round} of some length"]));
                Assert.Equal(i, group);
                Assert.Equal(int.MaxValue, table[group].Smallest);
                Assert.True(table[group].Least.IsNull);
                table[group].Smallest = i;
                table[group].Least.TakeLesser(texts["some text that is long"], table.Arena);
            }

            table.Clear();
            Assert.Equal(0, table.Count);
            Assert.Equal(0, table.TouchedCount);
        }
    }

    [Fact]
    public void Merging_adds_groups_in_the_order_of_the_other_table()
    {
        using Texts texts = new();
        using GroupTable<TextKey, Extremes, ExtremesOps> left = new();
        using GroupTable<TextKey, Extremes, ExtremesOps> right = new();
        Put(left, "a", "m");
        Put(right, "c", "x");
        Put(right, "a", "b");
        Put(right, "a", "z is the last of the letters");
        Put(right, "b", "y");
        left.MergeFrom(right);
        right.Clear();
        Assert.Equal(["a", "c", "b"], Enumerable.Range(0, left.Count).Select(g => left.Key(g).ToString()));
        Assert.Equal(("b", "z is the last of the letters"), (left[0].Least.Value.ToString(), left[0].Greatest.Value.ToString()));
        Assert.Equal("x", left[1].Least.Value.ToString());

        void Put(GroupTable<TextKey, Extremes, ExtremesOps> table, string key, string value)
        {
            ref Extremes group = ref table[table.FindOrAdd(new TextKey(texts[key]))];
            group.Least.TakeLesser(texts[value], table.Arena);
            group.Greatest.TakeGreater(texts[value], table.Arena);
        }
    }

    [Fact]
    public void Text_that_changes_with_every_row_does_not_fill_the_arena()
    {
        using Texts texts = new();
        using TextArena arena = new();
        TextCell greatest = default;
        for (int i = 0; i < 10_000; i++)
        {
            greatest.TakeGreater(texts[$"2026-08-02T10:{i:D8}"], arena);
        }

        Assert.Equal("2026-08-02T10:00009999", greatest.Value.ToString());
        Assert.InRange(arena.Bytes, 1, 4096);
    }

    [Fact]
    public void Probing_allocates_nothing()
    {
        using ColumnArena arena = new();
        Column<ValueKey<int>> keys = arena.Allocate<ValueKey<int>>(4096);
        Column<nint> addresses = arena.Allocate<nint>(4096);
        using GroupTable<ValueKey<int>, SumCount, SumCountOps> table = new();
        for (int i = 0; i < 4096; i++)
        {
            keys[i] = new ValueKey<int>(i * 7);
        }

        long allocated = SteadyState.AllocatedBytes(4096, () =>
        {
            for (int round = 0; round < 200; round++)
            {
                table.FindOrAdd(keys, 4096, addresses);
                table.ClearTouched();
            }

            return table.Count;
        });

        Assert.Equal(0, allocated);
    }

    private static int[] TouchedAfter(int[] rows, int batch, int expectedGroups)
    {
        using ColumnArena arena = new();
        Column<ValueKey<int>> keys = arena.Allocate<ValueKey<int>>(batch);
        Column<nint> addresses = arena.Allocate<nint>(batch);
        using GroupTable<ValueKey<int>, SumCount, SumCountOps> table = new(expectedGroups);
        for (int start = 0; start < rows.Length; start += batch)
        {
            int count = Math.Min(batch, rows.Length - start);
            for (int i = 0; i < count; i++)
            {
                keys[i] = new ValueKey<int>(rows[start + i]);
            }

            table.FindOrAdd(keys, count, addresses);
        }

        return TouchedKeys(table);
    }

    private static int[] TouchedKeys(GroupTable<ValueKey<int>, SumCount, SumCountOps> table)
    {
        int[] keys = new int[table.TouchedCount];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = table.Key(table.Touched(i)).Value;
        }

        return keys;
    }
}
