using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>Adding the rows of a batch to their groups: which way they are found, and the ways that need no index.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>The address of a group's aggregates; the group is added if it is not there.</summary>
    internal nint FindOrAddAddress(TKey* key) => AddressOf(FindOrAddEntry(key, GroupIndex.TagOf(TKey.Hash(in *key))));

    /// <summary>Finds or adds the groups of rows, which count as touched in the order of the rows, and adds the rows to them.</summary>
    /// <param name="keys">The batch's keys.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">The row behind the last.</param>
    /// <param name="rows">What they add.</param>
    internal void Add<TRows>(TKey* keys, int first, int end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        while (first < end)
        {
            first = typeof(TKey) == typeof(NoKey) ? AddToOnlyGroup(keys, first, end, in rows)
                : TKey.IsInteger && _direct.IsUsable(keys + first, end - first) ? AddDirectly(keys, first, end, in rows)
                : _home.IsActive || TryCreateHome(end - first) ? AddAtHome(keys, first, end, in rows)
                : AddByHash(keys, first, end, in rows);
        }
    }

    /// <summary>Adds rows to groups that were found before.</summary>
    /// <param name="aggregates">The addresses of the rows' aggregates.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="first">Index of the first row in the batch.</param>
    /// <param name="rows">What they add.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void AddFound<TRows>(nint* aggregates, nint count, int first, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        TRows adding = rows;
        for (nint i = 0; i < count; i++)
        {
            adding.Add(ref *(TAggregates*)aggregates[i], first + i);
        }
    }

    private int AddToOnlyGroup<TRows>(TKey* keys, int first, int end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        AddToGroup((TAggregates*)FindOrAddAddress(keys), first, end, in rows);
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddToGroup<TRows>(TAggregates* group, int first, int end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        TRows adding = rows;
        for (nint i = first; i < end; i++)
        {
            adding.Add(ref *group, i);
        }
    }
}
