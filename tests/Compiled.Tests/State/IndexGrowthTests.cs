using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.State;

/// <summary>A large index grows bit by bit, and in the middle of it nothing is lost or found twice.</summary>
public sealed unsafe class IndexGrowthTests
{
    // Enough for the index to double twice after it has become large.
    private const int Groups = 400_000;

    [Fact]
    public void Every_group_is_found_at_every_moment_of_a_growth()
    {
        using GroupTable<ValueKey<long>, SumCount, SumCountOps> table = new();
        int growing = 0;
        for (int group = 0; group < Groups; group++)
        {
            Assert.Equal(group, table.FindOrAdd(KeyOf(group)));
            if (table.Header->OldBuckets != null)
            {
                growing++;
                if (growing % 512 == 0)
                {
                    for (int other = group % 101; other <= group; other += 101)
                    {
                        Assert.Equal(other, table.Find(KeyOf(other)));
                    }

                    Assert.Equal(-1, table.Find(KeyOf(group + 1)));
                }
            }
        }

        Assert.InRange(growing, 10_000, Groups / 2);
        for (int group = 0; group < Groups; group++)
        {
            Assert.Equal(group, table.FindOrAdd(KeyOf(group)));
        }

        Assert.Equal(Groups, table.Count);
    }

    [Fact]
    public void Batches_agree_while_an_index_grows()
    {
        const int rows = 1000;
        using ColumnArena arena = new();
        Column<ValueKey<long>> keys = arena.Allocate<ValueKey<long>>(rows);
        Column<int> groups = arena.Allocate<int>(rows);
        using GroupTable<ValueKey<long>, SumCount, SumCountOps> table = new();
        var random = new Random(1);
        int known = 0;
        int batchesInGrowth = 0;
        while (known < Groups)
        {
            // Some rows of new groups, in order, among rows of old ones.
            int[] expected = new int[rows];
            for (int i = 0; i < rows; i++)
            {
                expected[i] = known == 0 || random.Next(3) == 0 ? known++ : random.Next(known);
                keys[i] = KeyOf(expected[i]);
            }

            batchesInGrowth += table.Header->OldBuckets != null ? 1 : 0;
            table.FindOrAdd(keys, rows, groups);
            Assert.Equal(expected, groups.AsSpan(rows).ToArray());
        }

        Assert.InRange(batchesInGrowth, 20, int.MaxValue);
        Assert.Equal(known, table.Count);
    }

    [Fact]
    public void Rows_of_several_windows_agree_while_their_indexes_grow()
    {
        const int rows = 600;
        const int windows = 3;
        using ColumnArena arena = new();
        Column<ValueKey<long>> keys = arena.Allocate<ValueKey<long>>(rows);
        Column<long> starts = arena.Allocate<long>(rows);
        Column<nint> addresses = arena.Allocate<nint>(rows);
        using AggregationState<ValueKey<long>, SumCount, SumCountOps> state = new(1);
        var random = new Random(2);
        int[] known = new int[windows];
        long total = 0;
        bool anyGrowth = false;
        while (known.Min() < 150_000)
        {
            for (int i = 0; i < rows; i++)
            {
                int window = random.Next(windows);
                starts[i] = window * 1000L;
                keys[i] = KeyOf(known[window] == 0 || random.Next(2) == 0 ? known[window]++ : random.Next(known[window]));
            }

            state.FindOrAdd(keys, starts, rows, addresses);
            GroupRefs<SumCount> groups = new(addresses);
            for (int i = 0; i < rows; i++)
            {
                groups[i].Count++;
            }

            total += rows;
            anyGrowth |= state.Window(0).Header->OldBuckets != null;
        }

        Assert.True(anyGrowth);
        Assert.Equal(known.Select(count => (long)count), Enumerable.Range(0, windows).Select(w => (long)state.Window(w).Count));
        Assert.Equal(total, Enumerable.Range(0, windows).Sum(w => Enumerable.Range(0, state.Window(w).Count).Sum(group => state.Window(w)[group].Count)));
    }

    [Fact]
    public void A_table_can_be_cleared_in_the_middle_of_a_growth()
    {
        using GroupTable<ValueKey<long>, SumCount, SumCountOps> table = new();
        for (int round = 0; round < 2; round++)
        {
            int group = 0;
            while (table.Header->OldBuckets == null)
            {
                table.FindOrAdd(KeyOf(group++));
            }

            long bytes = table.Bytes;
            table.Clear();
            Assert.True(table.Bytes < bytes);
            Assert.Equal(-1, table.Find(KeyOf(0)));
            for (int again = 0; again < 100_000; again++)
            {
                Assert.Equal(again, table.FindOrAdd(KeyOf(again + 7)));
            }

            table.Clear();
        }
    }

    private static ValueKey<long> KeyOf(int group) => new(group * 1_000_003L);
}
