using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>Adding the new groups of a batch where nothing stands in the way.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>
    /// Adds the groups of rows that follow each other, up to the first row that is not plainly new: its bucket has no such tag and a free slot. Nothing grows and no memory is asked for in the loop.
    /// </summary>
    /// <param name="keys">A key a row.</param>
    /// <param name="from">The first row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="aggregates">A row's candidate, null if it has none; takes the addresses.</param>
    /// <returns>The row behind those that were added.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint AddNew(TKey* keys, nint from, nint count, nint* aggregates)
    {
        TableHeader* table = _header;
        int before = table->Count;
        TableHeader.EnsureEntry(table, before, Stride);
        nint most = Math.Min(count - from, Math.Min(table->GrowAt, TableHeader.ChunkEnd(before)) - before);
        nint end = table->OldBuckets == null ? AddNew<SettledIndex>(table, Arena, keys, from, from + most, aggregates)
            : IndexGrowth.MovedReachesOn(table) ? from
            : AddNew<GrowingIndex>(table, Arena, keys, from, from + most, aggregates);
        IndexGrowth.StepFor(table, before);
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint AddNew<TIndex>(TableHeader* table, TextArena arena, TKey* keys, nint from, nint count, nint* aggregates)
        where TIndex : struct, IIndexView
    {
        uint epoch = table->Epoch;
        byte* buckets = table->Buckets;
        int shift = table->Shift;
        int number = table->Count;
        GroupEntry<TKey>* entry = (GroupEntry<TKey>*)TableHeader.EntryAt(table, (uint)number, Stride);
        nint i = from;
        for (; i < count && aggregates[i] == 0; i++)
        {
            uint tag = GroupIndex.TagOf(TKey.Hash(in keys[i]));
            byte* bucket = TIndex.BucketOf(table, buckets, shift, tag);
            uint empty = GroupIndex.Match(bucket, 0);
            if (GroupIndex.Match(bucket, tag) != 0 || empty == 0)
            {
                break;
            }

            GroupIndex.Set(bucket, BitOperations.TrailingZeroCount(empty), tag, number);
            entry->Key = keys[i];
            entry->Number = number++;
            TKey.Intern(ref entry->Key, arena);
            TOps.Initialize(ref *(TAggregates*)AddressOf(entry));
            if (epoch != 0)
            {
                Touch(table, entry);
            }

            aggregates[i] = AddressOf(entry);
            entry = (GroupEntry<TKey>*)((byte*)entry + Stride);
        }

        table->Count = number;
        return i;
    }
}
