using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>Finding the groups of a batch by an index in front of the table, which knows where the groups were that were met before.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    // Rows that such an index looks for at a time.
    private const int FrontBlock = 1024;

    // Rows whose group is known are added in the pass that looks for it. The others come in a second pass, in their order: while the first one runs nothing becomes known and nothing is
    // touched, so that either all rows of a group are known or none, those of one group keep their order, and groups are numbered and touched as they would be one by one.
    [SkipLocalsInit]
    private int AddDirectly<TRows>(TKey* keys, int first, int end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        int* misses = stackalloc int[FrontBlock];
        end = Math.Min(end, first + FrontBlock);
        int unknown = 0;
        nint missed = _direct.AddKnown<TAggregates, TRows>(keys, first, end, misses, in rows);
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

            Unsafe.AsRef(in rows).Add(ref *(TAggregates*)address, misses[i]);
        }

        if (missed > 0)
        {
            _direct.Judge(end - first, unknown);
        }

        return end;
    }

    // The same of rows whose group is at home: either all rows of a group are, or none.
    [SkipLocalsInit]
    private int AddAtHome<TRows>(TKey* keys, int first, int end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        int* misses = stackalloc int[FrontBlock];
        end = Math.Min(end, first + FrontBlock);
        nint* places = _home.Places(_header->Epoch);
        nint missed = ArePointing(keys, first, end)
            ? AddKnown<TRows, WholeKeys>(places, _home.Shift, keys, first, end, _header->Epoch, misses, in rows)
            : AddKnown<TRows, InlineKeys>(places, _home.Shift, keys, first, end, _header->Epoch, misses, in rows);
        for (nint i = 0; i < missed; i++)
        {
            TKey* key = keys + misses[i];
            GroupEntry<TKey>* entry = FindOrAddEntry(key, GroupIndex.TagOf(TKey.Hash(in *key)));
            _home.Set(TKey.HomeHash(in *key), entry, _header->Epoch);
            Unsafe.AsRef(in rows).Add(ref *(TAggregates*)AddressOf(entry), misses[i]);
        }

        _home.Judge(_header->Count, end - first, (int)missed);
        return end;
    }

    // A row whose group has its place, and was touched in this epoch, costs two loads and a comparison; misses are rare, or there is no such index.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint AddKnown<TRows, TView>(nint* places, int shift, TKey* keys, nint row, nint end, uint epoch, int* misses, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
    {
        TRows adding = rows;
        int* miss = misses;
        TKey* key = keys + row;
        for (; row < end; row++, key++)
        {
            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)places[(nuint)(TView.HomeHash(in *key) >> shift)];
            if (TView.Equal(in *(TKey*)entry, in *key) && entry->Stamp == epoch)
            {
                adding.Add(ref *(TAggregates*)AddressOf(entry), row);
            }
            else
            {
                *miss++ = (int)row;
            }
        }

        return (nint)(miss - misses);
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
            _home.Set(TKey.HomeHash(in entry->Key), entry, _header->Epoch);
        }

        return true;
    }
}
