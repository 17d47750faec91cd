using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>
/// Finding the groups of a batch. The loops call nothing, so that everything stays in registers: they return at a
/// row that needs more (a new key, a full bucket, two keys with one tag, a key that points elsewhere) and are entered again behind it.
/// </content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    // Rows between asking for a cache line and using it; small enough that the lines asked for stay in the first-level cache.
    private const int Block = 128;

    // Blocks whose keys are looked at with what they point to, once many pointed elsewhere.
    private const int BlocksBetweenTrials = 64;

    // Below this much memory a table stays in the caches by itself, and one pass is faster than three.
    private const long CachedBytes = 64 << 10;
    private int _blocksOfWholeKeys;

    /// <summary>The address of a group's aggregates; the group is added if it is not there.</summary>
    internal nint FindOrAddAddress(TKey* key) => AddressOf(FindOrAddEntry(key, GroupIndex.TagOf(TKey.Hash(in *key))));

    internal void Resolve(TKey* keys, int count, nint* aggregates)
    {
        if (typeof(TKey) == typeof(NoKey))
        {
            ResolveOnlyGroup(keys, count, aggregates);
            return;
        }

        if (TKey.IsInteger && _direct.IsUsable(keys, count))
        {
            ResolveDirect(keys, count, aggregates);
            return;
        }

        if (_home.IsActive || TryCreateHome(count))
        {
            ResolveAtHome(keys, count, aggregates);
            return;
        }

        for (; count > 0; count -= Block, keys += Block, aggregates += Block)
        {
            ResolveByHash(keys, Math.Min(count, Block), aggregates);
        }
    }

    private void ResolveOnlyGroup(TKey* keys, int count, nint* aggregates)
    {
        if (count > 0)
        {
            new Span<nint>(aggregates, count).Fill(FindOrAddAddress(keys));
        }
    }

    private void ResolveByHash(TKey* keys, int rows, nint* aggregates)
    {
        TableHeader.EnsureTouched(_header, rows);
        if (_blocksOfWholeKeys > 0)
        {
            _blocksOfWholeKeys--;
            _ = ResolveByHash<WholeKeys>(keys, rows, aggregates);
            return;
        }

        // Rows that are neither found nor new have keys that point elsewhere.
        int before = _header->Count;
        nint missed = ResolveByHash<InlineKeys>(keys, rows, aggregates) - (_header->Count - before);
        if (missed > rows / 8)
        {
            _blocksOfWholeKeys = BlocksBetweenTrials;
        }
    }

    // Gives the number of rows that were not found by the loops.
    private nint ResolveByHash<TView>(TKey* keys, nint count, nint* aggregates)
        where TView : struct, IKeyView
    {
        nint missed = 0;
        bool isCached = _header->IndexBytes + _header->ChunkBytes <= CachedBytes;
        if (!isCached)
        {
            Prepare<TView>(keys, count, aggregates);
        }

        for (nint i = 0; ;)
        {
            i = isCached ? ProbeCached<TView>(_header, keys, i, count, aggregates) : Verify<TView>(_header, keys, i, count, aggregates);
            if (i == count)
            {
                return missed;
            }

            nint end = isCached ? i : AddNew(keys, i, count, aggregates);
            if (end == i)
            {
                aggregates[i] = FindOrAddAddress(keys + i);
                end++;
            }

            missed += end - i;
            i = end;
        }
    }

    [SkipLocalsInit]
    private void Prepare<TView>(TKey* keys, nint count, nint* entries)
        where TView : struct, IKeyView
    {
        uint* tags = stackalloc uint[Block];
        if (_header->OldBuckets == null)
        {
            HashAll<TView, SettledIndex>(_header, keys, count, tags);
            FindCandidates<SettledIndex>(_header, tags, count, entries);
        }
        else
        {
            HashAll<TView, GrowingIndex>(_header, keys, count, tags);
            FindCandidates<GrowingIndex>(_header, tags, count, entries);
            IndexGrowth.Step(_header);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint ProbeCached<TView>(TableHeader* table, TKey* keys, nint from, nint count, nint* aggregates)
        where TView : struct, IKeyView
    {
        uint epoch = table->Epoch;
        byte* buckets = table->Buckets;
        int shift = table->Shift;
        for (nint i = from; i < count; i++)
        {
            uint tag = GroupIndex.TagOf(TView.Hash(in keys[i]));
            byte* bucket = GroupIndex.BucketOf(buckets, shift, tag);
            uint match = GroupIndex.Match(bucket, tag);
            if (match == 0)
            {
                return i;
            }

            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)TableHeader.EntryAt(table, GroupIndex.FirstNumber(bucket, match), Stride);
            if (!TView.Equal(in *(TKey*)entry, in keys[i]))
            {
                return i;
            }

            if (entry->Stamp != epoch)
            {
                Touch(table, entry);
            }

            aggregates[i] = AddressOf(entry);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void HashAll<TView, TIndex>(TableHeader* table, TKey* keys, nint count, uint* tags)
        where TView : struct, IKeyView
        where TIndex : struct, IIndexView
    {
        byte* buckets = table->Buckets;
        int shift = table->Shift;
        for (nint i = 0; i < count; i++)
        {
            uint tag = GroupIndex.TagOf(TView.Hash(in keys[i]));
            tags[i] = tag;
            Prefetch(TIndex.BucketOf(table, buckets, shift, tag));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FindCandidates<TIndex>(TableHeader* table, uint* tags, nint count, nint* entries)
        where TIndex : struct, IIndexView
    {
        byte* buckets = table->Buckets;
        int shift = table->Shift;
        for (nint i = 0; i < count; i++)
        {
            entries[i] = (nint)Candidate(table, TIndex.BucketOf(table, buckets, shift, tags[i]), tags[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint Verify<TView>(TableHeader* table, TKey* keys, nint from, nint count, nint* aggregates)
        where TView : struct, IKeyView
    {
        uint epoch = table->Epoch;
        for (nint i = from; i < count; i++)
        {
            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)aggregates[i];
            if (entry is null || !TView.Equal(in *(TKey*)entry, in keys[i]))
            {
                return i;
            }

            if (entry->Stamp != epoch)
            {
                Touch(table, entry);
            }

            aggregates[i] = AddressOf(entry);
        }

        return count;
    }

    /// <summary>The first entry in a bucket that has this tag, asked for to come to the cache; null if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Candidate(TableHeader* table, byte* bucket, uint tag)
    {
        uint match = GroupIndex.Match(bucket, tag);
        if (match == 0)
        {
            return null;
        }

        byte* entry = TableHeader.EntryAt(table, GroupIndex.FirstNumber(bucket, match), Stride);
        Prefetch(entry);
        if (Stride > 32 && (Stride & (Stride - 1)) != 0)
        {
            Prefetch(entry + Stride - 1);
        }

        return entry;
    }
}
