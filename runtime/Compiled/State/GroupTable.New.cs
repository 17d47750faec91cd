using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>Adding a new group within the loops over a batch, where nothing stands in the way.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>Number of groups up to which the loops may add new ones: nothing grows and no memory is asked for in them.</summary>
    private int Room() =>
        !TableHeader.HasEntry(_header, _header->Count) || (_header->OldBuckets != null && IndexGrowth.MovedReachesOn(_header))
            ? 0
            : Math.Min(_header->GrowAt, TableHeader.ChunkEnd(_header->Count));

    /// <summary>Adds the group of a key that is plainly new: its bucket has no such tag and a free slot, and nothing is ever removed. It is not touched yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryAddNew<TView, TIndex>(TableHeader* table, TextArena arena, int room, byte* buckets, uint mask, TKey* key, out GroupEntry<TKey>* entry)
        where TView : struct, IKeyView
        where TIndex : struct, IIndexView
    {
        int number = table->Count;
        uint tag = TView.UpperHash(in *key);
        byte* bucket = TIndex.BucketOf(table, buckets, mask, tag);
        uint empty = GroupIndex.Empty(bucket);
        entry = (GroupEntry<TKey>*)TableHeader.EntryAt(table, TableHeader.PlaceOf(number), Stride);
        if (number >= room || empty == 0 || GroupIndex.Match(bucket, tag) != 0 || !TView.CanKeep(in *key))
        {
            return false;
        }

        GroupIndex.Set(bucket, BitOperations.TrailingZeroCount(empty), tag, TableHeader.PlaceOf(number));
        entry->Key = *key;
        entry->Number = number;
        TView.Keep(ref entry->Key, arena);
        TOps.Initialize(ref *(TAggregates*)AddressOf(entry));
        table->Count = number + 1;
        return true;
    }
}
