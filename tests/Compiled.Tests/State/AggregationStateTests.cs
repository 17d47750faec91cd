using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.State;

public sealed class AggregationStateTests
{
    [Theory]
    [InlineData("in order", 4096)]
    [InlineData("in order", 7)]
    [InlineData("two alternate", 4096)]
    [InlineData("any of a thousand", 4096)]
    [InlineData("any of a thousand", 1)]
    public void Every_mix_of_windows_agrees_with_a_dictionary(string mix, int batch)
    {
        using ColumnArena arena = new();
        Column<ValueKey<int>> keys = arena.Allocate<ValueKey<int>>(batch);
        Column<long> starts = arena.Allocate<long>(batch);
        Column<nint> addresses = arena.Allocate<nint>(batch);
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(operatorId: 1);
        Dictionary<(long Start, int Key), SumCount> expected = [];
        List<(long Start, int Key)> firstTouches = [];
        Random random = new(4);
        for (int row = 0; row < 50_000; row += batch)
        {
            for (int i = 0; i < batch; i++)
            {
                int at = row + i;
                keys[i] = new ValueKey<int>(random.Next(200));
                starts[i] = mix switch
                {
                    "in order" => at / 3000,
                    "two alternate" => (at / 9000) + random.Next(2),
                    _ => random.Next(1000) - 500,
                } * 600_000_000L;
                if (!expected.TryGetValue((starts[i], keys[i].Value), out SumCount sum))
                {
                    firstTouches.Add((starts[i], keys[i].Value));
                }

                expected[(starts[i], keys[i].Value)] = new SumCount { Sum = sum.Sum + at, Count = sum.Count + 1 };
            }

            state.FindOrAdd(keys, starts, batch, addresses);
            GroupRefs<SumCount> groups = new(addresses);
            for (int i = 0; i < batch; i++)
            {
                groups[i].Sum += row + i;
                groups[i].Count++;
            }
        }

        Assert.Equal(expected.Count, state.GroupCount);
        var rows = AllGroups(state);
        Assert.Equal(expected.OrderBy(e => e.Key.Start).Select(e => e.Key.Start).Distinct(), rows.Select(r => r.Start).Distinct());
        Assert.All(rows, r => Assert.Equal((expected[(r.Start, r.Key)].Sum, expected[(r.Start, r.Key)].Count), (r.Value.Sum, r.Value.Count)));
        var orderOfWindows = firstTouches.Select(t => t.Start).Distinct().ToList();
        Assert.Equal(firstTouches.OrderBy(t => orderOfWindows.IndexOf(t.Start)), Touched(state));
    }

    [Fact]
    public void Touched_windows_are_those_of_the_epoch()
    {
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(1);
        Add(state, 20, 1);
        Add(state, 10, 2);
        Assert.Equal([(20, 1), (10, 2)], Touched(state));
        state.ClearTouched();
        Assert.Equal(0, state.TouchedWindowCount);
        Add(state, 10, 3);
        Add(state, 10, 2);
        Add(state, 20, 1);
        Assert.Equal([(10, 3), (10, 2), (20, 1)], Touched(state));
    }

    [Fact]
    public void Windows_expire_when_the_watermark_reaches_their_end()
    {
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(1);
        foreach (long start in new long[] { 30, 0, 10, 20 })
        {
            Add(state, start, 1);
        }

        Assert.Equal(0, state.ExpiredCount(long.MinValue, 10));
        Assert.Equal(0, state.ExpiredCount(9, 10));
        Assert.Equal(1, state.ExpiredCount(10, 10));
        Assert.Equal(2, state.ExpiredCount(29, 10));
        state.DropFirst(2);
        Assert.Equal([20L, 30L], Starts(state));
        state.DropBefore(30);
        Assert.Equal([30L], Starts(state));
        state.DropBefore(35);
        Assert.Empty(Starts(state));
        Assert.Equal(0, state.TouchedWindowCount);
        Add(state, 0, 5);
        Assert.Equal([(0, 5)], Touched(state));
        Assert.Equal(1, state.Window(0)[0].Count);
    }

    [Fact]
    public void A_state_without_windows_never_expires()
    {
        using ColumnArena arena = new();
        Column<ValueKey<int>> keys = arena.Allocate<ValueKey<int>>(3);
        Column<nint> addresses = arena.Allocate<nint>(3);
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(1);
        state.FindOrAdd(keys, 3, addresses);
        Assert.Equal(0, state.ExpiredCount(long.MaxValue, 1));
        Assert.Equal(1, state.GroupCount);
    }

    [Fact]
    public void One_group_serves_all_rows_without_a_key()
    {
        using ColumnArena arena = new();
        Column<NoKey> keys = arena.Allocate<NoKey>(100);
        Column<long> starts = arena.Allocate<long>(100);
        Column<nint> addresses = arena.Allocate<nint>(100);
        using AggregationState<NoKey, SumCount, SumCountOps> state = new(1);
        for (int i = 0; i < 100; i++)
        {
            starts[i] = i < 50 ? 0 : i % 2;
        }

        state.FindOrAdd(keys, starts, 100, addresses);
        GroupRefs<SumCount> groups = new(addresses);
        for (int i = 0; i < 100; i++)
        {
            groups[i].Count++;
        }

        Assert.Equal((75, 25), (state.Window(0)[0].Count, state.Window(1)[0].Count));
    }

    [Fact]
    public void Partial_results_merge_window_by_window()
    {
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> owner = new(1);
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> partial = new(1, tracksChanges: false);
        Add(owner, 10, 1);
        owner.ClearTouched();
        for (int round = 0; round < 3; round++)
        {
            Add(partial, 20, 2);
            Add(partial, 10, 1);
            Add(partial, 20, 3);
            owner.MergeFrom(partial);
            Assert.Equal(0, partial.GroupCount);
        }

        Assert.Equal([(10, 1), (20, 2), (20, 3)], Touched(owner));
        Assert.Equal([4L, 3L, 3L], AllGroups(owner).Select(g => g.Value.Count));
    }

    internal static void Add(AggregationState<ValueKey<int>, SumCount, SumCountOps> state, long start, int key)
    {
        GroupTable<ValueKey<int>, SumCount, SumCountOps> table = state.Table(start);
        ref SumCount group = ref table[table.FindOrAdd(new ValueKey<int>(key))];
        group.Count++;
        group.Sum += key;
    }

    internal static List<(long Start, int Key, SumCount Value)> AllGroups(AggregationState<ValueKey<int>, SumCount, SumCountOps> state)
    {
        List<(long, int, SumCount)> groups = [];
        for (int w = 0; w < state.WindowCount; w++)
        {
            GroupTable<ValueKey<int>, SumCount, SumCountOps> table = state.Window(w);
            for (int g = 0; g < table.Count; g++)
            {
                groups.Add((table.WindowStart, table.Key(g).Value, table[g]));
            }
        }

        return groups;
    }

    private static List<(long Start, int Key)> Touched(AggregationState<ValueKey<int>, SumCount, SumCountOps> state)
    {
        List<(long, int)> touched = [];
        for (int w = 0; w < state.TouchedWindowCount; w++)
        {
            GroupTable<ValueKey<int>, SumCount, SumCountOps> table = state.TouchedWindow(w);
            for (int t = 0; t < table.TouchedCount; t++)
            {
                touched.Add((table.WindowStart, table.Key(table.Touched(t)).Value));
            }
        }

        return touched;
    }

    private static IEnumerable<long> Starts(AggregationState<ValueKey<int>, SumCount, SumCountOps> state) =>
        Enumerable.Range(0, state.WindowCount).Select(w => state.Window(w).WindowStart);
}
