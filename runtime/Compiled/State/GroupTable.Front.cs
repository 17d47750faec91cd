using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>Finding the groups of a batch by an index in front of the table, which knows where the groups were that were met before.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    // Rows that such an index looks for at a time.
    private const int FrontBlock = 1024;

    // Rows whose key is not known yet come in a second pass, in their order: so groups are numbered and touched as they would be one by one.
    [SkipLocalsInit]
    private void ResolveDirect(TKey* keys, int count, nint* aggregates)
    {
        int* misses = stackalloc int[FrontBlock + 1];
        for (; count > 0; count -= FrontBlock, keys += FrontBlock, aggregates += FrontBlock)
        {
            int rows = Math.Min(count, FrontBlock);
            int unknown = 0;
            nint missed = _direct.Find(keys, rows, aggregates, misses);
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

            if (missed > 0)
            {
                _direct.Judge(rows, unknown);
                if (!_direct.IsActive)
                {
                    Resolve(keys + rows, count - rows, aggregates + rows);
                    return;
                }
            }
        }
    }

    // As above: the rows that are not at home come in their order.
    [SkipLocalsInit]
    private void ResolveAtHome(TKey* keys, int count, nint* aggregates)
    {
        int* misses = stackalloc int[FrontBlock + 1];
        for (; count > 0; count -= FrontBlock, keys += FrontBlock, aggregates += FrontBlock)
        {
            int rows = Math.Min(count, FrontBlock);
            uint epoch = _header->Epoch;
            nint missed = _home.Find(keys, rows, epoch, aggregates, misses, AggregatesOffset);
            for (nint i = 0; i < missed; i++)
            {
                TKey* key = keys + misses[i];
                ulong hash = TKey.Hash(in *key);
                GroupEntry<TKey>* entry = FindOrAddEntry(key, GroupIndex.TagOf(hash));
                _home.Set(hash, entry, epoch);
                aggregates[misses[i]] = AddressOf(entry);
            }

            _home.Judge(_header->Count, rows, (int)missed);
            if (!_home.IsActive)
            {
                Resolve(keys + rows, count - rows, aggregates + rows);
                return;
            }
        }
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
            GroupEntry<TKey>* entry = EntryAt((uint)group);
            _home.Set(TKey.Hash(in entry->Key), entry, _header->Epoch);
        }

        return true;
    }
}
