using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.State;

/// <content>Rows of several windows in any order.</content>
public sealed unsafe partial class AggregationState<TKey, TAggregates, TOps>
{
    // Fewer rows than these are not worth a pass of their own.
    private const int SplitRows = 2 * GroupTable<TKey, TAggregates, TOps>.MixedRows;
    private WindowSplit<TKey>? _split;

    /// <summary>Adds rows of more than one window: of two of them one after the other, of more as they come.</summary>
    /// <param name="run">Rows from <paramref name="first"/> on that are of one window.</param>
    /// <returns>How many rows of the batch, from <paramref name="first"/> on, were added.</returns>
    private int AddSeveral<TRows>(TKey* keys, long* starts, int first, int run, int count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        int ofTwo = RunLength(starts + first, starts[first + run], Math.Min(count, WindowSplit<TKey>.MostRows));
        if (ofTwo >= SplitRows)
        {
            AddTwo(keys, starts, first, ofTwo, in rows);
            return ofTwo;
        }

        count = Math.Min(count, GroupTable<TKey, TAggregates, TOps>.MixedRows);
        AddMixed(keys + first, starts + first, count, first, in rows);
        return count;
    }

    private void AddTwo<TRows>(TKey* keys, long* starts, int first, int count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        WindowSplit<TKey> split = _split ??= new WindowSplit<TKey>();
        split.Run(keys, starts, first, count);
        Table(starts[*split.Rows]).Add(split.Keys, 0, split.Count, new ChosenRows<TAggregates, TRows>(rows, split.Rows));
        Table(starts[*split.OtherRows]).Add(split.OtherKeys, 0, count - split.Count, new ChosenRows<TAggregates, TRows>(rows, split.OtherRows));
    }

    [SkipLocalsInit]
    private void AddMixed<TRows>(TKey* keys, long* starts, int count, int first, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        TableHeader** headers = stackalloc TableHeader*[GroupTable<TKey, TAggregates, TOps>.MixedRows];
        nint* aggregates = stackalloc nint[GroupTable<TKey, TAggregates, TOps>.MixedRows];
        for (nint i = 0; i < count; i++)
        {
            TableHeader* header = _cache.Find(starts[i]);
            headers[i] = header is not null && header->IsListed ? header : FindTable(starts[i]).Header;
        }

        if (typeof(TKey) == typeof(NoKey))
        {
            GroupTable<TKey, TAggregates, TOps>.FirstGroups(headers, count, aggregates);
        }
        else
        {
            GroupTable<TKey, TAggregates, TOps>.FindCandidates(headers, keys, count, aggregates);
        }

        for (nint i = GroupTable<TKey, TAggregates, TOps>.Verify(headers, keys, 0, count, aggregates); i < count;
            i = GroupTable<TKey, TAggregates, TOps>.Verify(headers, keys, i + 1, count, aggregates))
        {
            aggregates[i] = Table(starts[i]).FindOrAddAddress(keys + i);
        }

        GroupTable<TKey, TAggregates, TOps>.AddFound(aggregates, count, first, in rows);
    }

    // How many rows are of the window of the first one, or of another. Not IndexOfAnyExcept, which the JIT compiles without optimisation at first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int RunLength(long* starts, long other, int count)
    {
        Vector512<long> first = Vector512.Create(*starts);
        Vector512<long> second = Vector512.Create(other);
        int i = 1;
        for (; i + Vector512<long>.Count <= count; i += Vector512<long>.Count)
        {
            Vector512<long> some = Vector512.Load(starts + i);
            if ((Vector512.Equals(some, first) | Vector512.Equals(some, second)) != Vector512<long>.AllBitsSet)
            {
                break;
            }
        }

        while (i < count && (starts[i] == *starts || starts[i] == other))
        {
            i++;
        }

        return i;
    }
}
