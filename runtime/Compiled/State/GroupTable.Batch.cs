using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>
/// Finding the groups of a batch by hash. Three steps a row, each on a row further ahead: ask for the bucket; look into it and ask for the entry; compare the key and add the row.
/// So memory works while other rows are computed. The loops call nothing, so that everything stays in registers: they return at a
/// row that needs more (a new key, a full bucket, two keys with one tag, a key that points elsewhere) and are entered again behind it.
/// </content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    // Rows between asking for a bucket or an entry and reading it; with more, lines leave the first-level cache again before they are read.
    private const int BucketAhead = 64;
    private const int EntryAhead = 32;

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

    [SkipLocalsInit]
    private void AddByHash<TRows, TView>(TKey* keys, nint row, nint end, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
    {
        nint* candidates = stackalloc nint[RunRows];
        candidates -= row;
        if (_header->Count == 0)
        {
            // Where nothing is found, the candidate is any entry: there must be one.
            AddMissed(keys, row++, in rows);
        }

        nint full = Math.Max(row, end - BucketAhead);
        Ask<TView>(keys, row, Math.Min(row + BucketAhead, end), candidates);
        Locate(row, Math.Min(row + EntryAhead, end), candidates);
        while (row < full)
        {
            nint stop = Math.Min(row + Block, full);
            while ((row = Advance<TRows, TView>(keys, row, stop, candidates, in rows)) < stop)
            {
                AddMissed(keys, row++, in rows);
            }

            IndexGrowth.Step(_header);
        }

        Locate(Math.Min(row + EntryAhead, end), end, candidates);
        while ((row = AddLocated<TRows, TView>(keys, row, end, candidates, in rows)) < end)
        {
            AddMissed(keys, row++, in rows);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddMissed<TRows>(TKey* keys, nint row, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates> =>
        Unsafe.AsRef(in rows).Add(ref *(TAggregates*)FindOrAddAddress(keys + row), row);

    private void Ask<TView>(TKey* keys, nint row, nint end, nint* candidates)
        where TView : struct, IKeyView
    {
        if (_header->OldBuckets == null)
        {
            Ask<TView, SettledIndex>(_header, keys, row, end, candidates);
        }
        else
        {
            Ask<TView, GrowingIndex>(_header, keys, row, end, candidates);
        }
    }

    private void Locate(nint row, nint end, nint* candidates)
    {
        if (_header->OldBuckets == null)
        {
            Locate<SettledIndex>(_header, row, end, candidates);
        }
        else
        {
            Locate<GrowingIndex>(_header, row, end, candidates);
        }
    }

    private nint Advance<TRows, TView>(TKey* keys, nint row, nint stop, nint* candidates, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
    {
        int before = _header->Count;
        row = _header->OldBuckets == null
            ? Advance<TRows, TView, SettledIndex>(_header, Arena, Room(), keys, row, stop, candidates, in rows)
            : Advance<TRows, TView, GrowingIndex>(_header, Arena, Room(), keys, row, stop, candidates, in rows);
        IndexGrowth.StepFor(_header, before);
        return row;
    }

    private nint AddLocated<TRows, TView>(TKey* keys, nint row, nint end, nint* candidates, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
    {
        int before = _header->Count;
        row = _header->OldBuckets == null
            ? AddLocated<TRows, TView, SettledIndex>(_header, Arena, Room(), keys, row, end, candidates, in rows)
            : AddLocated<TRows, TView, GrowingIndex>(_header, Arena, Room(), keys, row, end, candidates, in rows);
        IndexGrowth.StepFor(_header, before);
        return row;
    }

    // Buckets of the first rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Ask<TView, TIndex>(TableHeader* table, TKey* keys, nint row, nint end, nint* candidates)
        where TView : struct, IKeyView
        where TIndex : struct, IIndexView
    {
        byte* buckets = table->Buckets;
        int shift = table->Shift;
        for (; row < end; row++)
        {
            candidates[row] = AskFor<TView, TIndex>(table, buckets, shift, keys + row);
        }
    }

    // Entries of the first rows, and of those behind which there are none to ask for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Locate<TIndex>(TableHeader* table, nint row, nint end, nint* candidates)
        where TIndex : struct, IIndexView
    {
        byte* buckets = table->Buckets;
        int shift = table->Shift;
        for (; row < end; row++)
        {
            candidates[row] = Locate<TIndex>(table, buckets, shift, (uint)candidates[row]);
        }
    }

    // All three steps.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint Advance<TRows, TView, TIndex>(TableHeader* table, TextArena arena, int room, TKey* keys, nint row, nint stop, nint* candidates, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TView : struct, IKeyView
        where TIndex : struct, IIndexView
    {
        TRows adding = rows;
        uint epoch = table->Epoch;
        byte* buckets = table->Buckets;
        int shift = table->Shift;
        TKey* key = keys + row;
        for (; row < stop; row++, key++)
        {
            candidates[row + BucketAhead] = AskFor<TView, TIndex>(table, buckets, shift, key + BucketAhead);
            candidates[row + EntryAhead] = Locate<TIndex>(table, buckets, shift, (uint)candidates[row + EntryAhead]);
            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)candidates[row];
            if (!TView.Equal(in *(TKey*)entry, in *key) && !TryAddNew<TView, TIndex>(table, arena, room, buckets, shift, key, out entry))
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
        int shift = table->Shift;
        TKey* key = keys + row;
        for (; row < end; row++, key++)
        {
            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)candidates[row];
            if (!TView.Equal(in *(TKey*)entry, in *key) && !TryAddNew<TView, TIndex>(table, arena, room, buckets, shift, key, out entry))
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
    private static nint AskFor<TView, TIndex>(TableHeader* table, byte* buckets, int shift, TKey* key)
        where TView : struct, IKeyView
        where TIndex : struct, IIndexView
    {
        uint tag = GroupIndex.TagOf(TView.UpperHash(in *key));
        Prefetch(TIndex.BucketOf(table, buckets, shift, tag));
        return (nint)(nuint)tag;
    }

    /// <summary>The first entry in a tag's bucket that has this tag, asked for to come to the cache; any other one if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Locate<TIndex>(TableHeader* table, byte* buckets, int shift, uint tag)
        where TIndex : struct, IIndexView
    {
        byte* bucket = TIndex.BucketOf(table, buckets, shift, tag);
        return (nint)Ask(TableHeader.EntryAt(table, GroupIndex.AnyPlace(bucket, GroupIndex.Match(bucket, tag)), Stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Ask(byte* entry)
    {
        Prefetch(entry);
        if (Stride > 32 && (Stride & (Stride - 1)) != 0)
        {
            Prefetch(entry + Stride - 1);
        }

        return entry;
    }
}
