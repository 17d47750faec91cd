using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.State;

/// <summary>A table of groups beside a dictionary.</summary>
internal static class TableOracle
{
    /// <summary>Rows of a test.</summary>
    public const int Rows = 40_000;

    /// <summary>Groups, their numbers and the order of touching, over several epochs and batches of changing size.</summary>
    public static void AssertAgrees<TKey>(Random random, Func<Random, TKey> next, Func<TKey, long> valueOf)
        where TKey : unmanaged, IGroupKey<TKey>
    {
        using GroupTable<TKey, SumCount, SumCountOps> table = new();
        using ColumnArena arena = new();
        Column<TKey> keys = arena.Allocate<TKey>(Rows);
        Column<nint> addresses = arena.Allocate<nint>(Rows);
        Dictionary<long, (int Number, long Count)> expected = [];
        HashSet<int> touched = [];
        List<int> order = [];
        for (int start = 0; start < Rows;)
        {
            int count = Math.Min(Rows - start, random.Next(1, 6_000));
            for (int i = 0; i < count; i++)
            {
                keys[i] = next(random);
            }

            table.FindOrAdd(keys, count, addresses);
            var groups = new GroupRefs<SumCount>(addresses);
            for (int i = 0; i < count; i++)
            {
                groups[i].Count++;
                long value = valueOf(keys[i]);
                (int number, long seen) = expected.TryGetValue(value, out (int Number, long Count) found) ? found : (expected.Count, 0);
                expected[value] = (number, seen + 1);
                if (touched.Add(number))
                {
                    order.Add(number);
                }
            }

            Assert.Equal(order, Enumerable.Range(0, table.TouchedCount).Select(table.Touched));
            if (random.Next(4) == 0)
            {
                table.ClearTouched();
                touched.Clear();
                order.Clear();
            }

            start += count;
        }

        Assert.Equal(expected.Count, table.Count);
        foreach ((long value, (int number, long count)) in expected)
        {
            Assert.Equal((value, count), (valueOf(table.Key(number)), table[number].Count));
        }
    }
}
