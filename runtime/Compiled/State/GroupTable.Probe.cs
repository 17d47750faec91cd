using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>Finding, adding and touching one group.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    private GroupEntry<TKey>* FindEntry(TKey* key, uint tag) =>
        _header->OldBuckets == null ? FindEntry(key, tag, _header->Buckets, _header->Mask) : FindEntryInGrowth(key, tag);

    private GroupEntry<TKey>* FindEntryInGrowth(TKey* key, uint tag)
    {
        TableHeader* table = _header;
        bool isMoved = IndexGrowth.IsMoved(table, tag);
        GroupEntry<TKey>* entry = isMoved ? FindEntry(key, tag, table->Buckets, table->Mask) : FindEntry(key, tag, table->OldBuckets, table->OldMask);
        return entry is not null || !IndexGrowth.MayLieElsewhere(table, tag) ? entry
            : isMoved ? FindEntry(key, tag, table->OldBuckets, table->OldMask)
            : FindEntry(key, tag, table->Buckets, table->Mask);
    }

    private GroupEntry<TKey>* FindEntry(TKey* key, uint tag, byte* buckets, uint mask)
    {
        byte* last = buckets + mask;
        for (byte* bucket = GroupIndex.BucketOf(buckets, mask, tag); ;)
        {
            for (uint match = GroupIndex.MatchUsed(bucket, tag); match != 0; match &= match - 1)
            {
                GroupEntry<TKey>* entry = (GroupEntry<TKey>*)TableHeader.EntryAt(_header, GroupIndex.FirstPlace(bucket, match), Stride);
                if (TKey.Equal(in entry->Key, in *key))
                {
                    return entry;
                }
            }

            if (GroupIndex.Empty(bucket) != 0)
            {
                return null;
            }

            bucket = bucket == last ? buckets : bucket + GroupIndex.BucketBytes;
        }
    }

    private GroupEntry<TKey>* FindOrAddEntry(TKey* key, uint tag)
    {
        GroupEntry<TKey>* entry = FindEntry(key, tag);
        if (entry is null)
        {
            entry = Insert(key, tag);
        }

        if (entry->Stamp != _header->Epoch)
        {
            TableHeader.EnsureTouched(_header, 1);
            Touch(_header, entry);
        }

        return entry;
    }

    private GroupEntry<TKey>* Insert(TKey* key, uint tag)
    {
        TableHeader* table = _header;
        if (table->Count >= table->GrowAt)
        {
            GroupIndex.Grow(table);
        }

        int number = table->Count;
        TableHeader.EnsureEntry(table, number, Stride);
        GroupEntry<TKey>* entry = EntryAt(number);
        entry->Key = *key;
        entry->Number = number;
        TKey.Intern(ref entry->Key, Arena);
        TOps.Initialize(ref *(TAggregates*)AddressOf(entry));
        GroupIndex.Add(table, tag, TableHeader.PlaceOf(number));
        table->Count = number + 1;
        return entry;
    }

    /// <summary>Appends to the list of touched groups, which has room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Touch(TableHeader* table, GroupEntry<TKey>* entry)
    {
        table->Touched[(nint)table->TouchedCount++] = entry->Number;
        entry->Stamp = table->Epoch;
    }
}
