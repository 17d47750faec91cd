using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.State;

/// <summary>State that workers have divided among them holds what that of one worker holds.</summary>
public sealed class KeyedStateTests
{
    private const int BatchRows = 500;
    private const ushort Operator = 4;

    [Theory]
    [InlineData(2, 3_000)]
    [InlineData(2, 100_000)]
    [InlineData(3, 40_000)]
    [InlineData(7, 40_000)]
    public void Integers(int workers, int keys) => AssertSame(i => new ValueKey<long>(i * 1_048_576L), workers, keys);

    [Fact]
    public void Close_integers() => AssertSame(i => new ValueKey<int>(i), 2, 900);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(50)]
    public void Texts_short_and_long(int rowsOfShortForOneLong)
    {
        using TextArena arena = new();
        List<TextKey> all = [];
        for (int i = 0; i < 20_000; i++)
        {
            string text = i % rowsOfShortForOneLong == 0 ? $"a text that does not fit into its key, number {i}" : $"text {i}";
            all.Add(new TextKey(arena.Copy(System.Text.Encoding.UTF8.GetBytes(text))));
        }

        AssertSame(i => all[i], 3, all.Count);
        AssertSame(i => new PairKey<TextKey, NullableKey<ValueKey<int>>>(all[i], i % 3 == 0 ? default : new NullableKey<ValueKey<int>>(new ValueKey<int>(i))), 2, all.Count);
    }

    [Fact]
    public void Each_share_has_about_as_many_groups()
    {
        foreach (int workers in (int[])[2, 3, 8])
        {
            using Team<ValueKey<long>> team = new(workers);
            team.Divide();
            team.Round(Enumerable.Range(0, 80_000).Select(i => new ValueKey<long>(i * 7L)), _ => 1);
            Assert.Equal(workers, team.Owner.WindowCount);
            for (int share = 0; share < workers; share++)
            {
                Assert.InRange(team.Owner.Window(share).Count, 80_000 / workers * 97 / 100, 80_000 / workers * 103 / 100);
            }
        }
    }

    [Theory]
    [InlineData(200_000, 100_000, true)]
    [InlineData(50_000, 100_000, false)]
    [InlineData(20_000, 100_000, false)]
    [InlineData(200, 100, false)]
    public void How_many_keys_there_are_is_told_by_how_seldom_one_comes_again(int keys, int least, bool expected)
    {
        Random random = new(8);
        using Team<ValueKey<int>> team = new(1);
        Assert.False(team.Owner.ShowsKeys(least));
        Assert.False(team.Owner.ShowsKeys(0));
        for (int round = 0; round < 4; round++)
        {
            team.Round(Enumerable.Range(0, 10_000).Select(_ => new ValueKey<int>(random.Next(keys) * 1_000)), _ => 1);
        }

        Assert.Equal(expected, team.Owner.ShowsKeys(least));
        Assert.True(team.Owner.ShowsKeys(0));
    }

    [Fact]
    public void Floating_point_sums_are_those_of_one_worker_to_the_last_bit()
    {
        Random random = new(3);
        int[] keys = [.. Enumerable.Range(0, 60_000).Select(_ => random.Next(5_000))];
        double[] values = [.. keys.Select(_ => random.NextDouble() * Math.Pow(10, random.Next(-9, 9)))];
        double[] expected = new double[5_000];
        for (int i = 0; i < keys.Length; i++)
        {
            expected[keys[i]] += values[i];
        }

        using Team<ValueKey<int>> team = new(3);
        team.Divide();
        for (int first = 0; first < keys.Length; first += 10_000)
        {
            int start = first;
            team.Round(keys.Skip(first).Take(10_000).Select(key => new ValueKey<int>(key)), row => values[start + row]);
        }

        foreach ((ValueKey<int> key, double sum, _) in team.Groups())
        {
            Assert.Equal(expected[key.Value], sum);
        }
    }

    [Fact]
    public void What_was_touched_before_it_was_divided_stays_touched_and_nothing_else()
    {
        using Team<ValueKey<int>> team = new(2);
        team.Round(Enumerable.Range(0, 1000).Select(i => new ValueKey<int>(i)), _ => 1);
        team.EndEpoch();
        team.Owner.ClearTouched();
        team.Round([new ValueKey<int>(5), new ValueKey<int>(77), new ValueKey<int>(2000)], _ => 1);
        team.Divide();
        Assert.Equal([5, 77, 2000], team.Touched().Select(key => key.Value).Order());
        team.Round([new ValueKey<int>(6), new ValueKey<int>(77), new ValueKey<int>(3000)], _ => 1);
        Assert.Equal([5, 6, 77, 2000, 3000], team.Touched().Select(key => key.Value).Order());
        team.Owner.ClearTouched();
        Assert.Empty(team.Touched());
        team.Round([new ValueKey<int>(5)], _ => 1);
        Assert.Equal([5], team.Touched().Select(key => key.Value));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void What_it_saves_is_one_table_that_anyone_can_load(int workers, bool textKeys)
    {
        if (textKeys)
        {
            using TextArena arena = new();
            List<TextKey> all = [.. Enumerable.Range(0, 4000).Select(i => new TextKey(arena.Copy(System.Text.Encoding.UTF8.GetBytes($"{(i % 2 == 0 ? "short" : "not so short any more")} {i}"))))];
            AssertSaves(i => all[i], workers);
        }
        else
        {
            AssertSaves(i => new ValueKey<int>(i * 1000), workers);
        }
    }

    [Fact]
    public void Only_what_changed_since_the_last_save_is_written()
    {
        MemoryLog store = new();
        using Team<ValueKey<int>> team = new(2);
        team.Round(Enumerable.Range(0, 1000).Select(i => new ValueKey<int>(i)), _ => 1);
        team.EndEpoch();
        team.Owner.ClearTouched();
        team.Owner.Save(store.Changes);
        team.Round(Enumerable.Range(10, 10).Select(i => new ValueKey<int>(i)), _ => 1);
        team.EndEpoch();
        team.Owner.ClearTouched();
        team.Divide();
        team.Owner.Save(store.Changes);
        // The mark that it is divided is one more.
        Assert.Equal(1010 + 1, store.Writes);
        team.Round(Enumerable.Range(995, 10).Select(i => new ValueKey<int>(i)), _ => 1);
        team.Owner.ClearTouched();
        team.Owner.Save(store.Changes);
        Assert.Equal(1020 + 1, store.Writes);
        team.Owner.Save(store.Changes);
        Assert.Equal(1020 + 1, store.Writes);
        Assert.Equal(1005 + 1, store.Groups.Count);
    }

    // Epochs and saves, divided in the third; after each one the state loaded from what was saved is the same, and so is one that goes on from there, divided among others.
    private static void AssertSaves<TKey>(Func<int, TKey> keyOf, int workers)
        where TKey : unmanaged, IGroupKey<TKey>
    {
        MemoryLog store = new();
        Random random = new(9);
        using Team<TKey> team = new(workers);
        for (int epoch = 0; epoch < 8; epoch++)
        {
            for (int round = 0; round < 3; round++)
            {
                if (epoch == 2 && round == 1)
                {
                    team.Divide();
                }

                team.Round(Enumerable.Range(0, 700).Select(_ => keyOf(random.Next(500 * (epoch + 1)))), row => row + round);
            }

            team.EndEpoch();
            team.Owner.ClearTouched();
            team.Owner.Save(store.Changes);
            MemoryLog.Saved[] groups = [.. store.Groups.Values.Where(saved => saved.OperatorId == Operator)];
            Assert.Equal(Enumerable.Range(0, (int)team.Owner.GroupCount), groups.Select(saved => saved.Number).Order());
            foreach (int others in (int[])[1, 2, 5])
            {
                using Team<TKey> loaded = new(others);
                loaded.Owner.Load(store);
                Assert.Equal(team.Owner.IsDivided, loaded.Owner.Mark.WasDivided);
                Assert.Equal(Values(team), Values(loaded));
                loaded.Divide();
                Assert.Equal(Values(team), Values(loaded));
                Assert.Empty(loaded.Touched());
                AssertGoesOn(store, loaded, keyOf);
            }
        }
    }

    private static void AssertGoesOn<TKey>(MemoryLog store, Team<TKey> team, Func<int, TKey> keyOf)
        where TKey : unmanaged, IGroupKey<TKey>
    {
        MemoryLog copy = new(store);
        team.Round(Enumerable.Range(0, 3000).Select(i => keyOf(i)), _ => 2);
        team.Owner.Save(copy.Changes);
        using Team<TKey> last = new(1);
        last.Owner.Load(copy);
        Assert.Equal(Values(team), Values(last));
    }

    private static List<(string, double, long)> Values<TKey>(Team<TKey> team)
        where TKey : unmanaged, IGroupKey<TKey> =>
        [.. team.Groups().Select(group => (KeyText.Of(group.Key), group.Sum, group.Count)).OrderBy(group => group.Item1, StringComparer.Ordinal)];

    private static void AssertSame<TKey>(Func<int, TKey> keyOf, int workers, int keys)
        where TKey : unmanaged, IGroupKey<TKey>
    {
        Random random = new(workers);
        Dictionary<int, (double Sum, long Count)> expected = [];
        Dictionary<string, int> numbers = [];
        using Team<TKey> team = new(workers);
        for (int round = 0; round < 12; round++)
        {
            int[] rows = [.. Enumerable.Range(0, 9_000).Select(_ => random.Next(keys))];
            foreach (int row in rows)
            {
                (double sum, long count) = expected.GetValueOrDefault(row);
                expected[row] = (sum + row, count + 1);
                numbers[KeyText.Of(keyOf(row))] = row;
            }

            team.Round(rows.Select(keyOf), row => rows[row]);
            if (round == 4)
            {
                team.Divide();
            }
        }

        team.EndEpoch();
        Assert.Equal(expected.Count, team.Owner.GroupCount);
        Assert.Equal(expected.Count, team.Touched().Count);
        foreach ((TKey key, double sum, long count) in team.Groups())
        {
            Assert.Equal(expected[numbers[KeyText.Of(key)]], (sum, count));
        }
    }

    /// <summary>A key as text, by what it writes.</summary>
    private static class KeyText
    {
        public static string Of<TKey>(TKey key)
            where TKey : unmanaged, IGroupKey<TKey>
        {
            StateWriter writer = new();
            TKey.Write(in key, writer);
            return Convert.ToHexString(writer.Bytes);
        }
    }

    private struct Total
    {
        public double Sum;
        public long Count;
    }

    private readonly struct TotalOps : IAggregateOps<Total>
    {
        public static void Combine(ref Total into, in Total from, TextArena arena)
        {
            into.Sum += from.Sum;
            into.Count += from.Count;
        }
    }

    private readonly struct TotalRows(Column<double> values) : IRowAggregation<Total>
    {
        public void Add(ref Total group, nint row)
        {
            group.Sum += values[row];
            group.Count++;
        }
    }

    /// <summary>The same state of several workers, each on its turn.</summary>
    private sealed class Team<TKey> : IDisposable
        where TKey : unmanaged, IGroupKey<TKey>
    {
        private readonly AggregationState<TKey, Total, TotalOps>[] _states;
        private readonly KeyedState[] _workers;
        private readonly ColumnArena _arena = new();
        private readonly Column<TKey> _keys;
        private readonly Column<double> _values;

        public Team(int workers)
        {
            _states = [.. Enumerable.Range(0, workers).Select(worker => new AggregationState<TKey, Total, TotalOps>(Operator, tracksChanges: worker == 0))];
            _workers = [.. _states];
            _keys = _arena.Allocate<TKey>(BatchRows);
            _values = _arena.Allocate<double>(BatchRows);
        }

        public AggregationState<TKey, Total, TotalOps> Owner => _states[0];

        /// <summary>Rows in as many pieces as there are workers; rows staged are handed over.</summary>
        public void Round(IEnumerable<TKey> keys, Func<int, double> valueOf)
        {
            TKey[] rows = [.. keys];
            for (int worker = 0; worker < _states.Length; worker++)
            {
                int end = rows.Length * (worker + 1) / _states.Length;
                for (int first = rows.Length * worker / _states.Length; first < end; first += BatchRows)
                {
                    int count = Math.Min(BatchRows, end - first);
                    for (int i = 0; i < count; i++)
                    {
                        _keys[i] = rows[first + i];
                        _values[i] = valueOf(first + i);
                    }

                    _states[worker].Add(_keys, count, new TotalRows(_values));
                }
            }

            if (Owner.IsDivided)
            {
                Assert.Equal(rows.Length, _workers.Sum(worker => worker.StagedRows));
                Array.ForEach(_workers, worker => worker.TakeStaged(_workers));
                Array.ForEach(_workers, worker => worker.ClearStaged());
                Assert.Equal(0, _workers.Sum(worker => worker.StagedRows));
            }
        }

        public void Divide()
        {
            for (int worker = 0; worker < _workers.Length; worker++)
            {
                _workers[worker].BeginDivision(worker, _workers);
            }

            Parallel.For(0, _workers.Length, worker => _workers[worker].TakeShare(_workers));
            Owner.EndDivision(_workers);
            Assert.All(_workers, worker => Assert.True(worker.IsDivided));
            Assert.All(_workers.Skip(1), worker => Assert.Equal(0, worker.GroupCount));
        }

        public void EndEpoch()
        {
            foreach (AggregationState<TKey, Total, TotalOps> partial in _states.Skip(1))
            {
                Owner.MergeFrom(partial);
                Assert.Equal(0, partial.GroupCount);
            }
        }

        public List<(TKey Key, double Sum, long Count)> Groups()
        {
            List<(TKey, double, long)> groups = [];
            for (int w = 0; w < Owner.WindowCount; w++)
            {
                GroupTable<TKey, Total, TotalOps> table = Owner.Window(w);
                for (int group = 0; group < table.Count; group++)
                {
                    groups.Add((table.Key(group), table[group].Sum, table[group].Count));
                }
            }

            return groups;
        }

        public List<TKey> Touched()
        {
            List<TKey> touched = [];
            for (int w = 0; w < Owner.TouchedWindowCount; w++)
            {
                GroupTable<TKey, Total, TotalOps> table = Owner.TouchedWindow(w);
                for (int i = 0; i < table.TouchedCount; i++)
                {
                    touched.Add(table.Key(table.Touched(i)));
                }
            }

            return touched;
        }

        public void Dispose()
        {
            foreach (AggregationState<TKey, Total, TotalOps> state in _states)
            {
                state.Dispose();
            }

            _arena.Dispose();
        }
    }
}
