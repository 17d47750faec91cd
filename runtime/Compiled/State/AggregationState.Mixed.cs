using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.State;

/// <content>Rows of several windows in any order.</content>
public sealed unsafe partial class AggregationState<TKey, TAggregates, TOps>
{
    // Fewer rows than these are not worth a pass of their own.
    private const int SplitRows = 2 * GroupTable<TKey, TAggregates, TOps>.MixedRows;
    private const int LeastOfWindow = 64;

    // Blocks of mixed rows that are not taken apart after one of too many windows.
    private const int BlocksBetweenSplits = 32;
    private WindowSplit<TKey>? _split;
    private int _blocksUntilSplit;

    /// <summary>Adds rows window by window, as long as each of those in turn has enough; the others as they come.</summary>
    /// <returns>How many rows of the batch, from <paramref name="first"/> on, were added.</returns>
    private int AddByWindow<TRows>(TKey* keys, long* starts, int first, int count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        WindowSplit<TKey> split = _split ??= new WindowSplit<TKey>();
        count = Math.Min(count, WindowSplit<TKey>.MostRows);
        split.Begin(first, count);
        int chosen = LeastOfWindow;
        while (split.RestCount > 0 && chosen >= LeastOfWindow)
        {
            chosen = split.Choose(keys, starts);
            Table(starts[*split.Chosen]).Add(split.Keys, 0, chosen, new ChosenRows<TAggregates, TRows>(rows, split.Chosen));
        }

        if (split.RestCount > LeastOfWindow)
        {
            _blocksUntilSplit = BlocksBetweenSplits;
        }

        for (int from = 0; from < split.RestCount; from += GroupTable<TKey, TAggregates, TOps>.MixedRows)
        {
            int part = Math.Min(split.RestCount - from, GroupTable<TKey, TAggregates, TOps>.MixedRows);
            split.Gather(keys, starts, from, part);
            AddMixed(split.Keys, split.Starts, part, 0, new ChosenRows<TAggregates, TRows>(rows, split.Rest + from));
        }

        return count;
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

    // Not IndexOfAnyExcept, which the JIT compiles without optimisation at first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int RunLength(long* starts, int count)
    {
        Vector512<long> first = Vector512.Create(starts[0]);
        int i = 1;
        for (; i + Vector512<long>.Count <= count; i += Vector512<long>.Count)
        {
            if (!Vector512.EqualsAll(Vector512.Load(starts + i), first))
            {
                break;
            }
        }

        while (i < count && starts[i] == starts[0])
        {
            i++;
        }

        return i;
    }
}
