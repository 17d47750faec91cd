using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>
/// Finding the groups of a batch by hash. Three steps a row, each on a row further ahead: ask for the bucket; look into it and ask for the entry; compare the key and add the row.
/// So memory works while other rows are computed. The loops call nothing, so that everything stays in registers: they return at a
/// row that needs more (a new key, a full bucket, two keys with one tag, a key that points elsewhere) and are entered again behind it.
/// </content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    // Rows of one run, whose candidates lie on the stack.
    private const int RunRows = 2048;

    // Rows between steps of an index in growth.
    private const int Block = 128;

    private int AddByHash<TRows>(TKey* keys, int first, int end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        end = Math.Min(end, first + RunRows);
        TableHeader.EnsureTouched(_header, end - first);
        if (ArePointing(keys, first, end))
        {
            AddByHash<TRows, WholeKeys>(keys, first, end, in rows);
        }
        else
        {
            AddByHash<TRows, InlineKeys>(keys, first, end, in rows);
        }

        return end;
    }

    private void AddByHash<TRows, TView>(TKey* keys, nint first, nint end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
    {
        if (IsFar)
        {
            AddByHash<TRows, TView, Far>(keys, first, end, in rows);
        }
        else
        {
            AddByHash<TRows, TView, Near>(keys, first, end, in rows);
        }
    }

    [SkipLocalsInit]
    private void AddByHash<TRows, TView, TReach>(TKey* keys, nint row, nint end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
        where TReach : struct, IReach
    {
        nint* candidates = stackalloc nint[RunRows];
        candidates -= row;
        if (_header->Count == 0)
        {
            // Where nothing is found, the candidate is any entry: there must be one.
            AddMissed(keys, row++, in rows);
        }


        long* aside = stackalloc long[TReach.Defers ? RunRows : 1];
        int deferred = 0;
        nint full = Math.Max(row, end - TReach.Buckets);
        Ask<TView, TReach>(keys, row, Math.Min(row + TReach.Buckets, end), candidates);
        Locate<TReach>(row, Math.Min(row + TReach.Entries, end), candidates);
        while (row < full)
        {
            nint stop = Math.Min(row + Block, full);
            while ((row = Advance<TRows, TView, TReach>(keys, row, stop, candidates, deferred == 0 ? Room() : 0, in rows)) < stop)
            {
                deferred = AddOrDefer<TRows, TReach>(keys, row++, aside, deferred, in rows);
            }

            IndexGrowth.Step(_header);
        }

        Locate<TReach>(Math.Min(row + TReach.Entries, end), end, candidates);
        while ((row = AddLocated<TRows, TView>(keys, row, end, candidates, deferred == 0 ? Room() : 0, in rows)) < end)
        {
            deferred = AddOrDefer<TRows, TReach>(keys, row++, aside, deferred, in rows);
        }

        AddDeferred(keys, aside, deferred, in rows);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddMissed<TRows>(TKey* keys, nint row, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates> =>
        Unsafe.AsRef(in rows).Add(ref *(TAggregates*)FindOrAddAddress(keys + row), row);

    private void Ask<TView, TReach>(TKey* keys, nint row, nint end, nint* candidates)
        where TView : struct, IKeyView
        where TReach : struct, IReach
    {
        if (_header->OldBuckets == null)
        {
            Ask<TView, SettledIndex, TReach>(_header, keys, row, end, candidates);
        }
        else
        {
            Ask<TView, GrowingIndex, TReach>(_header, keys, row, end, candidates);
        }
    }

    private void Locate<TReach>(nint row, nint end, nint* candidates)
        where TReach : struct, IReach
    {
        if (_header->OldBuckets == null)
        {
            Locate<SettledIndex, TReach>(_header, row, end, candidates);
        }
        else
        {
            Locate<GrowingIndex, TReach>(_header, row, end, candidates);
        }
    }

    private nint Advance<TRows, TView, TReach>(TKey* keys, nint row, nint stop, nint* candidates, int room, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
        where TReach : struct, IReach
    {
        int before = _header->Count;
        row = _header->OldBuckets == null
            ? Advance<TRows, TView, SettledIndex, TReach>(_header, Arena, room, keys, row, stop, candidates, in rows)
            : Advance<TRows, TView, GrowingIndex, TReach>(_header, Arena, room, keys, row, stop, candidates, in rows);
        IndexGrowth.StepFor(_header, before);
        return row;
    }

    private nint AddLocated<TRows, TView>(TKey* keys, nint row, nint end, nint* candidates, int room, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
    {
        int before = _header->Count;
        row = _header->OldBuckets == null
            ? AddLocated<TRows, TView, SettledIndex>(_header, Arena, room, keys, row, end, candidates, in rows)
            : AddLocated<TRows, TView, GrowingIndex>(_header, Arena, room, keys, row, end, candidates, in rows);
        IndexGrowth.StepFor(_header, before);
        return row;
    }

    // Buckets of the first rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Ask<TView, TIndex, TReach>(TableHeader* table, TKey* keys, nint row, nint end, nint* candidates)
        where TView : struct, IKeyView
        where TIndex : struct, IIndexView
        where TReach : struct, IReach
    {
        byte* buckets = table->Buckets;
        uint mask = table->Mask;
        for (; row < end; row++)
        {
            candidates[row] = AskFor<TView, TIndex, TReach>(table, buckets, mask, keys + row);
        }
    }

    // Entries of the first rows, and of those behind which there are none to ask for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Locate<TIndex, TReach>(TableHeader* table, nint row, nint end, nint* candidates)
        where TIndex : struct, IIndexView
        where TReach : struct, IReach
    {
        byte* buckets = table->Buckets;
        uint mask = table->Mask;
        for (; row < end; row++)
        {
            candidates[row] = Locate<TIndex, TReach>(table, buckets, mask, (uint)candidates[row]);
        }
    }

    // All three steps.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint Advance<TRows, TView, TIndex, TReach>(TableHeader* table, TextArena arena, int room, TKey* keys, nint row, nint stop, nint* candidates, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
        where TIndex : struct, IIndexView
        where TReach : struct, IReach
    {
        TRows adding = rows;
        uint epoch = table->Epoch;
        byte* buckets = table->Buckets;
        uint mask = table->Mask;
        TKey* key = keys + row;
        for (; row < stop; row++, key++)
        {
            // Values first: the address of what is assigned to would take a register meanwhile.
            nint tag = AskFor<TView, TIndex, TReach>(table, buckets, mask, key + TReach.Buckets);
            candidates[row + TReach.Buckets] = tag;
            nint candidate = Locate<TIndex, TReach>(table, buckets, mask, (uint)candidates[row + TReach.Entries]);
            candidates[row + TReach.Entries] = candidate;
            TReach.AskAgain(candidates + row);
            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)candidates[row];
            if (!TView.Equal(in *(TKey*)entry, in *key) && !TryAddNew<TView, TIndex>(table, arena, room, buckets, mask, key, out entry))
            {
                return row;
            }

            if (entry->Stamp != epoch)
            {
                Touch(table, entry);
            }

            adding.Add(ref *(TAggregates*)AddressOf(entry), row);
        }

        return stop;
    }

    // The last step.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint AddLocated<TRows, TView, TIndex>(TableHeader* table, TextArena arena, int room, TKey* keys, nint row, nint end, nint* candidates, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
        where TIndex : struct, IIndexView
    {
        TRows adding = rows;
        uint epoch = table->Epoch;
        byte* buckets = table->Buckets;
        uint mask = table->Mask;
        TKey* key = keys + row;
        for (; row < end; row++, key++)
        {
            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)candidates[row];
            if (!TView.Equal(in *(TKey*)entry, in *key) && !TryAddNew<TView, TIndex>(table, arena, room, buckets, mask, key, out entry))
            {
                return row;
            }

            if (entry->Stamp != epoch)
            {
                Touch(table, entry);
            }

            adding.Add(ref *(TAggregates*)AddressOf(entry), row);
        }

        return end;
    }

    /// <summary>Asks for the bucket of a key to come to the cache.</summary>
    /// <returns>The key's tag.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint AskFor<TView, TIndex, TReach>(TableHeader* table, byte* buckets, uint mask, TKey* key)
        where TView : struct, IKeyView
        where TIndex : struct, IIndexView
        where TReach : struct, IReach
    {
        uint tag = TView.UpperHash(in *key);
        TReach.Ask(TIndex.BucketOf(table, buckets, mask, tag));
        return (nint)(nuint)tag;
    }

    /// <summary>The first entry in a tag's bucket that has this tag, asked for to come to the cache; any other one if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Locate<TIndex, TReach>(TableHeader* table, byte* buckets, uint mask, uint tag)
        where TIndex : struct, IIndexView
        where TReach : struct, IReach
    {
        byte* bucket = TIndex.BucketOf(table, buckets, mask, tag);
        return (nint)Ask<TReach>(TableHeader.EntryAt(table, GroupIndex.AnyPlace(bucket, GroupIndex.Match(bucket, tag)), Stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Ask<TReach>(byte* entry)
        where TReach : struct, IReach
    {
        TReach.Ask(entry);
        if (Stride > 32 && (Stride & (Stride - 1)) != 0)
        {
            TReach.Ask(entry + Stride - 1);
        }

        return entry;
    }
}
