using Compiled.State;

namespace Compiled.Tests.State;

public sealed class SavedStateTests
{
    [Fact]
    public void Loaded_state_has_the_same_groups_in_the_same_order_and_goes_on_alike()
    {
        MemoryLog store = new();
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(7);
        Random random = new(5);
        for (int epoch = 0; epoch < 20; epoch++)
        {
            for (int i = 0; i < 500; i++)
            {
                AggregationStateTests.Add(state, (epoch + random.Next(3) - 1) * 10, random.Next(300));
            }

            if (epoch % 3 == 0)
            {
                state.ClearTouched();
            }

            state.DropBefore((epoch - 5) * 10);
            state.Save(store.Changes);
            state.ClearTouched();
            using AggregationState<ValueKey<int>, SumCount, SumCountOps> loaded = new(7);
            loaded.Load(store);
            Assert.Equal(AggregationStateTests.AllGroups(state), AggregationStateTests.AllGroups(loaded));
            Assert.Equal(0, loaded.TouchedWindowCount);
            Assert.Equal(state.GroupCount, store.Groups.Count);
            AggregationStateTests.Add(loaded, 1, -1);
            AggregationStateTests.Add(loaded, loaded.Window(0).WindowStart, loaded.Window(0).Key(0).Value);
            Assert.Equal(state.GroupCount + 1, loaded.GroupCount);
        }
    }

    [Fact]
    public void Only_what_changed_is_written()
    {
        MemoryLog store = new();
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(0);
        for (int key = 0; key < 1000; key++)
        {
            AggregationStateTests.Add(state, 0, key);
        }

        state.ClearTouched();
        state.Save(store.Changes);
        Assert.Equal(1000, store.Writes);
        state.Save(store.Changes);
        Assert.Equal(1000, store.Writes);
        AggregationStateTests.Add(state, 0, 3);
        state.ClearTouched();
        AggregationStateTests.Add(state, 0, 3);
        AggregationStateTests.Add(state, 0, 999);
        state.ClearTouched();
        state.Save(store.Changes);
        Assert.Equal(1002, store.Writes);
    }

    [Fact]
    public void A_window_dropped_and_made_again_holds_only_its_new_groups()
    {
        MemoryLog store = new();
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(0);
        AggregationStateTests.Add(state, 10, 1);
        AggregationStateTests.Add(state, 10, 2);
        state.Save(store.Changes);
        state.DropBefore(11);
        AggregationStateTests.Add(state, 10, 2);
        state.ClearTouched();
        state.Save(store.Changes);
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> loaded = new(0);
        loaded.Load(store);
        (long start, int key, SumCount value) = Assert.Single(AggregationStateTests.AllGroups(loaded));
        Assert.Equal((10, 2, 1), (start, key, value.Count));
        loaded.DropFirst(1);
        loaded.Save(store.Changes);
        Assert.Empty(store.Groups);
    }

    [Fact]
    public void Text_in_keys_and_aggregates_comes_back()
    {
        MemoryLog store = new();
        using Texts texts = new();
        using AggregationState<TextKey, Extremes, ExtremesOps> state = new(3);
        foreach (string key in new[] { "short", "", "a key that is longer than fifteen bytes" })
        {
            GroupTable<TextKey, Extremes, ExtremesOps> table = state.Table(0);
            ref Extremes group = ref table[table.FindOrAdd(new TextKey(texts[key]))];
            group.Least.TakeLesser(texts["a value " + key], table.Arena);
        }

        int none = state.Table(0).FindOrAdd(TextKey.Null);
        state.Table(0)[none].Smallest = -9;
        state.Save(store.Changes);
        using AggregationState<TextKey, Extremes, ExtremesOps> loaded = new(3);
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> unrelated = new(4);
        SavedState.Load(store, loaded, unrelated);
        GroupTable<TextKey, Extremes, ExtremesOps> back = loaded.Window(0);
        Assert.Equal(["short", "", "a key that is longer than fifteen bytes", "null"], Enumerable.Range(0, 4).Select(g => back.Key(g).ToString()));
        Assert.Equal("a value short", back[0].Least.Value.ToString());
        Assert.True(back[0].Greatest.IsNull);
        Assert.Equal((int.MaxValue, -9), (back[0].Smallest, back[3].Smallest));
        Assert.Equal(2, back.Find(new TextKey(texts["a key that is longer than fifteen bytes"])));
        Assert.Equal(0, unrelated.GroupCount);
    }

    [Fact]
    public void A_missing_group_is_an_error_and_not_a_gap()
    {
        MemoryLog store = new();
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(0);
        for (int key = 0; key < 5; key++)
        {
            AggregationStateTests.Add(state, 0, key);
        }

        state.Save(store.Changes);
        MemoryLog.Saved victim = store.Groups["0 0 2"];
        store.Groups.Remove("0 0 2");
        AssertDamaged(store);
        store.Groups["0 0 2"] = victim with { Number = 3 };
        AssertDamaged(store);
        store.Groups["0 0 2"] = victim with { Number = 200 };
        AssertDamaged(store);
        store.Groups["0 0 2"] = victim with { Bytes = victim.Bytes[..^1] };
        AssertDamaged(store);
        store.Groups["0 0 2"] = victim with { Bytes = [.. victim.Bytes, 0] };
        AssertDamaged(store);
    }

    [Fact]
    public void Partial_results_cannot_be_saved()
    {
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> state = new(0, tracksChanges: false);
        Assert.Throws<InvalidOperationException>(() => state.Save(new MemoryLog().Changes));
    }

    private static void AssertDamaged(MemoryLog store)
    {
        using AggregationState<ValueKey<int>, SumCount, SumCountOps> loaded = new(0);
        Assert.Equal("CMP0921", Assert.Throws<PipelineException>(() => loaded.Load(store)).Id);
    }
}
