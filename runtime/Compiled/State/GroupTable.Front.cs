using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>Finding the groups of a batch by an index in front of the table, which knows where the groups were that were met before.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    // Rows that such an index looks for at a time.
    private const int FrontBlock = 1024;

    // Rows whose key is not known yet come in a second pass, in their order: so groups are numbered and touched as they would be one by one.
    [SkipLocalsInit]
    private int AddDirectly<TRows>(TKey* keys, int first, int end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        nint* aggregates = stackalloc nint[FrontBlock];
        int* misses = stackalloc int[FrontBlock + 1];
        keys += first;
        int count = Math.Min(end - first, FrontBlock);
        int unknown = 0;
        nint missed = _direct.Find(keys, count, aggregates, misses);
        for (nint i = 0; i < missed; i++)
        {
            TKey* key = keys + misses[i];
            nint address = _direct[in *key];
            if (address == 0)
            {
                address = FindOrAddAddress(key);
                _direct.Set(in *key, address);
                unknown++;
            }

            aggregates[misses[i]] = address;
        }

        AddFound(aggregates, count, first, in rows);
        if (missed > 0)
        {
            _direct.Judge(count, unknown);
        }

        return first + count;
    }

    // As above: the rows that are not at home come in their order.
    [SkipLocalsInit]
    private int AddAtHome<TRows>(TKey* keys, int first, int end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        nint* aggregates = stackalloc nint[FrontBlock];
        int* misses = stackalloc int[FrontBlock + 1];
        keys += first;
        int count = Math.Min(end - first, FrontBlock);
        uint epoch = _header->Epoch;
        nint missed = _home.Find(keys, count, epoch, aggregates, misses, AggregatesOffset);
        for (nint i = 0; i < missed; i++)
        {
            TKey* key = keys + misses[i];
            ulong hash = TKey.Hash(in *key);
            GroupEntry<TKey>* entry = FindOrAddEntry(key, GroupIndex.TagOf(hash));
            _home.Set(hash, entry, epoch);
            aggregates[misses[i]] = AddressOf(entry);
        }

        AddFound(aggregates, count, first, in rows);
        _home.Judge(_header->Count, count, (int)missed);
        return first + count;
    }

    private bool TryCreateHome(int rows)
    {
        int groups = _header->Count;
        if (!_home.IsDue(groups, rows))
        {
            return false;
        }

        _home.Create(groups);
        for (int group = 0; group < groups; group++)
        {
            GroupEntry<TKey>* entry = EntryAt(group);
            _home.Set(TKey.Hash(in entry->Key), entry, _header->Epoch);
        }

        return true;
    }
}
