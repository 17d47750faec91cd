using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>
/// Finding the groups of a batch, of one table or of many. The loops call nothing, so that everything stays in registers: they return at a
/// row that needs more (a new key, a full bucket, two keys with one tag, a key that points elsewhere) and are entered again behind it.
/// </content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>Largest batch of <see cref="Locate"/>.</summary>
    internal const int MixedRows = Block;

    // Rows between asking for a cache line and using it; small enough that the lines asked for stay in the first-level cache.
    private const int Block = 128;

    // Rows that an index in front of the table looks for at a time.
    private const int FrontBlock = 1024;

    // Blocks whose keys are looked at with what they point to, once many pointed elsewhere.
    private const int BlocksBetweenTrials = 64;

    // Below this much memory a table stays in the caches by itself, and one pass is faster than three.
    private const long CachedBytes = 64 << 10;
    private int _blocksOfWholeKeys;

    /// <summary>Finds the entries that rows of many tables probably belong to.</summary>
    /// <param name="headers">The header of each row's table.</param>
    /// <param name="keys">A key a row.</param>
    /// <param name="count">Number of rows, at most <see cref="MixedRows"/>.</param>
    /// <param name="entries">Takes the candidates for <see cref="Verify(TableHeader**, TKey*, nint, nint, nint*)"/>.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Locate(TableHeader** headers, TKey* keys, nint count, nint* entries)
    {
        uint* tags = stackalloc uint[MixedRows];
        for (nint i = 0; i < count; i++)
        {
            uint tag = GroupIndex.TagOf(TKey.Hash(in keys[i]));
            tags[i] = tag;
            Prefetch(BucketOf(headers[i], tag));
        }

        for (nint i = 0; i < count; i++)
        {
            entries[i] = (nint)Candidate(headers[i], BucketOf(headers[i], tags[i]), tags[i]);
        }
    }

    /// <summary>The same for tables that can have one group only.</summary>
    internal static void FirstGroups(TableHeader** headers, nint count, nint* entries)
    {
        for (nint i = 0; i < count; i++)
        {
            entries[i] = headers[i]->Count > 0 ? (nint)TableHeader.EntryAt(headers[i], 0, Stride) : 0;
        }
    }

    /// <summary>Turns candidates that are right into addresses of aggregates and counts them as touched.</summary>
    /// <returns>The first row whose key must be looked for by <see cref="FindOrAddAddress"/>; <paramref name="count"/> if there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static nint Verify(TableHeader** headers, TKey* keys, nint from, nint count, nint* aggregates)
    {
        for (nint i = from; i < count; i++)
        {
            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)aggregates[i];
            if (entry is null || !TKey.Equal(in *(TKey*)entry, in keys[i]))
            {
                return i;
            }

            TableHeader* table = headers[i];
            if (entry->Stamp != table->Epoch)
            {
                if (table->TouchedCount == table->TouchedCapacity)
                {
                    return i;
                }

                Touch(table, entry);
            }

            aggregates[i] = AddressOf(entry);
        }

        return count;
    }

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

        for (nint i = 0; ; i++, missed++)
        {
            i = isCached ? ProbeCached<TView>(_header, keys, i, count, aggregates) : Verify<TView>(_header, keys, i, count, aggregates);
            if (i == count)
            {
                return missed;
            }

            aggregates[i] = FindOrAddAddress(keys + i);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* BucketOf(TableHeader* table, uint tag) =>
        table->OldBuckets == null ? GroupIndex.BucketOf(table->Buckets, table->Shift, tag) : IndexGrowth.BucketOf(table, tag);

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

    /// <summary>How a loop looks at keys.</summary>
    private interface IKeyView
    {
        static abstract ulong Hash(in TKey key);

        static abstract bool Equal(in TKey left, in TKey right);
    }

    /// <summary>With what they point to.</summary>
    private readonly struct WholeKeys : IKeyView
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Hash(in TKey key) => TKey.Hash(in key);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Equal(in TKey left, in TKey right) => TKey.Equal(in left, in right);
    }

    /// <summary>Without: a loop that calls nothing keeps everything in registers.</summary>
    private readonly struct InlineKeys : IKeyView
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Hash(in TKey key) => TKey.InlineHash(in key);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Equal(in TKey left, in TKey right) => TKey.InlineDifference(in left, in right) == 0;
    }

    /// <summary>How a loop finds the bucket of a tag.</summary>
    private interface IIndexView
    {
        static abstract byte* BucketOf(TableHeader* table, byte* buckets, int shift, uint tag);
    }

    /// <summary>All entries are in the present index.</summary>
    private readonly struct SettledIndex : IIndexView
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* BucketOf(TableHeader* table, byte* buckets, int shift, uint tag) => GroupIndex.BucketOf(buckets, shift, tag);
    }

    /// <summary>Some are still in the old one.</summary>
    private readonly struct GrowingIndex : IIndexView
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* BucketOf(TableHeader* table, byte* buckets, int shift, uint tag) => IndexGrowth.BucketOf(table, tag);
    }
}
