using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Compiled.State;

/// <content>Finding, adding and touching one group.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    private GroupEntry<TKey>* FindEntry(TKey* key, uint tag)
    {
        TableHeader* table = _header;
        byte* end = table->Buckets + table->IndexBytes;
        for (byte* bucket = GroupIndex.BucketOf(table->Buckets, table->Shift, tag); ;)
        {
            for (uint match = GroupIndex.Match(bucket, tag); match != 0; match &= match - 1)
            {
                GroupEntry<TKey>* entry = EntryAt(GroupIndex.FirstNumber(bucket, match));
                if (TKey.Equal(in entry->Key, in *key))
                {
                    return entry;
                }
            }

            if (GroupIndex.Match(bucket, 0) != 0)
            {
                return null;
            }

            bucket += GroupIndex.BucketBytes;
            bucket = bucket == end ? table->Buckets : bucket;
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

        if (table->Count == int.MaxValue)
        {
            throw StateErrors.TooManyGroups();
        }

        int number = table->Count;
        TableHeader.EnsureEntry(table, number, Stride);
        GroupEntry<TKey>* entry = EntryAt((uint)number);
        entry->Key = *key;
        entry->Number = number;
        TKey.Intern(ref entry->Key, Arena);
        TOps.Initialize(ref *(TAggregates*)AddressOf(entry));
        GroupIndex.Add(table, tag, number);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
