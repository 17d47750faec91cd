using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>
/// Probing: one key, a batch of one table, a batch over many tables. A batch goes in three passes. The first looks where a key lies most often and notes the rows that miss,
/// without a branch that depends on the data and without a call; the second looks beside that for the rows noted; the third, in the order of the rows, does what is left:
/// keys that are new, first touched, or far from their bucket.
/// </content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>Largest batch of <see cref="ProbeMixed(TableHeader**, TKey*, nint, nint*, int*)"/>.</summary>
    internal const int MixedRows = 128;

    // Rows between asking for a line to come to the second-level cache, to the first-level one, and using it.
    private const int Far = AskedRows.Far;
    private const int Near = 16;

    private const int Block = AskedRows.Block;

    // Buckets of up to this many bytes lie in pairs whose addresses differ in one bit.
    private const int LargestPair = 128;

    // Below this much memory a table stays in the caches by itself, and asking for lines only costs time.
    private const long CachedBytes = 256 << 10;

    /// <summary>Finds the groups of rows of many tables where they lie most often.</summary>
    /// <param name="headers">The header of each row's table.</param>
    /// <param name="keys">A key a row.</param>
    /// <param name="count">Number of rows, at most <see cref="MixedRows"/>.</param>
    /// <param name="aggregates">Takes the addresses of aggregates.</param>
    /// <param name="misses">Takes the rows whose key must be looked for by <see cref="FindOrAddAddress"/>, ascending.</param>
    /// <returns>The number of misses.</returns>
    internal static nint ProbeMixed(TableHeader** headers, TKey* keys, nint count, nint* aggregates, int* misses)
    {
        uint* marks = stackalloc uint[MixedRows];
        AskMixed(headers, keys, count, (byte**)aggregates, marks);
        nint missed = ProbeMixed(keys, count, marks, aggregates, misses);
        return missed == 0 ? 0 : ProbeNeighbours(keys, marks, 0, aggregates, misses, missed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AskMixed(TableHeader** headers, TKey* keys, nint count, byte** buckets, uint* marks)
    {
        for (nint i = 0; i < count; i++)
        {
            TableHeader* table = headers[i];
            ulong hash = TKey.Hash(in keys[i]);
            byte* bucket = TableHeader.BucketOf(table->Directory, table->DirectoryShift, table->BucketMask, BucketBytes, hash);
            GroupLayout<TKey, TAggregates>.PrefetchNear(bucket);
            buckets[i] = bucket;
            marks[i] = TableHeader.TagOf(hash) | table->Epoch;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint ProbeMixed(TKey* keys, nint count, uint* marks, nint* aggregates, int* misses)
    {
        nint missed = 0;
        for (nint i = 0; i < count; i++)
        {
            misses[missed] = (int)i;
            missed += Probe((byte*)aggregates[i], marks[i], keys + i, aggregates + i);
        }

        return missed;
    }

    /// <summary>The address of a group's aggregates; the group is added if it is not there.</summary>
    internal nint FindOrAddAddress(TKey* key) => AddressOf(FindOrAddEntry(key, TKey.Hash(in *key)));

    /// <summary>Finds or adds the groups of a batch.</summary>
    /// <param name="following">Number of keys behind those that will be looked for next.</param>
    internal void ResolveAll(TKey* keys, int count, int following, nint* aggregates)
    {
        // The second time there is nothing to add.
        while (Resolve(keys, count, following, aggregates))
        {
        }
    }

    /// <summary>Finds or adds the groups of a batch.</summary>
    /// <param name="following">Number of keys behind those that will be looked for next.</param>
    /// <returns>Whether entries were moved meanwhile: addresses found before that are stale.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool Resolve(TKey* keys, int count, int following, nint* aggregates)
    {
        int moves = _header->Moves;
        if (typeof(TKey) == typeof(NoKey))
        {
            if (count > 0)
            {
                new Span<nint>(aggregates, count).Fill(FindOrAddAddress(keys));
            }
        }
        else
        {
            for (int row = 0; row < count; row += Block)
            {
                int rows = Math.Min(Block, count - row);
                ResolveBlock(keys + row, rows, count - row - rows + following, aggregates + row);
            }
        }

        return moves != _header->Moves;
    }

    [SkipLocalsInit]
    private void ResolveBlock(TKey* keys, nint count, nint following, nint* aggregates)
    {
        int* misses = stackalloc int[Block + 1];
        uint* marks = _asked.Marks;
        nint missed = _header->SegmentBytes > CachedBytes ? ProbePipelined(keys, count, Math.Min(following, Far), marks, aggregates, misses)
            : ComparesKeys ? ProbeCached(_header, keys, count, aggregates, misses)
            : ProbeInParts(keys, 0, count, count, marks, aggregates, misses);
        if (missed > 0)
        {
            missed = ProbeNeighbours(keys, marks, ComparesKeys ? _header->Epoch : 0, aggregates, misses, missed);
        }

        for (nint i = 0; i < missed; i++)
        {
            aggregates[misses[i]] = FindOrAddAddress(keys + misses[i]);
        }
    }

    // The column of addresses holds the buckets of rows to come, also of those behind the block, which the next call finds there.
    private nint ProbePipelined(TKey* keys, nint count, nint following, uint* marks, nint* aggregates, int* misses)
    {
        Ask(_header, keys, _asked.CountFor(keys, aggregates, _header), Math.Min(count + following, Far), (byte**)aggregates, marks);
        nint missed;
        if (ComparesKeys)
        {
            nint last = Math.Clamp(count + following - Far, 0, count);
            missed = ProbeAndAsk(_header, keys, last, aggregates, misses);
            missed = ProbeAsked(_header, keys, last, count, marks, aggregates, misses, missed);
        }
        else
        {
            missed = ProbeInParts(keys, Far, count, count + following, marks, aggregates, misses);
        }

        _asked.Keep(keys + count, aggregates + count, (int)count, (int)following, _header);
        return missed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Ask(TableHeader* table, TKey* keys, nint from, nint to, byte** buckets, uint* marks)
    {
        byte** directory = table->Directory;
        nuint mask = table->BucketMask;
        int shift = table->DirectoryShift;
        uint epoch = table->Epoch;
        for (nint i = from; i < to; i++)
        {
            ulong hash = TKey.Hash(in keys[i]);
            byte* bucket = TableHeader.BucketOf(directory, shift, mask, BucketBytes, hash);
            GroupLayout<TKey, TAggregates>.PrefetchFar(bucket);
            buckets[i] = bucket;
            marks[i] = TableHeader.TagOf(hash) | epoch;
        }
    }

    // Where hashing and comparing call methods for long keys, one loop of both would keep everything in memory.
    private nint ProbeInParts(TKey* keys, nint asked, nint count, nint end, uint* marks, nint* aggregates, int* misses)
    {
        nint missed = 0;
        for (nint i = 0; i < count; i += Far)
        {
            nint from = Math.Min(i + asked, end);
            Ask(_header, keys, from, Math.Min(from + Far, end), (byte**)aggregates, marks);
            missed = ProbeAsked(_header, keys, i, Math.Min(i + Far, count), marks, aggregates, misses, missed);
        }

        return missed;
    }

    // Rows whose successors by Far are there: these are asked for on the way, so that asking and using overlap.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint ProbeAndAsk(TableHeader* table, TKey* keys, nint count, nint* aggregates, int* misses)
    {
        byte** directory = table->Directory;
        nuint mask = table->BucketMask;
        int shift = table->DirectoryShift;
        uint epoch = table->Epoch;
        nint missed = 0;
        for (nint i = 0; i < count; i++)
        {
            GroupLayout<TKey, TAggregates>.PrefetchNear((byte*)aggregates[i + Near]);
            byte* bucket = TableHeader.BucketOf(directory, shift, mask, BucketBytes, TKey.Hash(in keys[i + Far]));
            GroupLayout<TKey, TAggregates>.PrefetchFar(bucket);
            aggregates[i + Far] = (nint)bucket;
            misses[missed] = (int)i;
            missed += Probe((byte*)aggregates[i], epoch, keys + i, aggregates + i);
        }

        return missed;
    }

    // The last rows, behind which there is nothing to ask for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint ProbeAsked(TableHeader* table, TKey* keys, nint from, nint count, uint* marks, nint* aggregates, int* misses, nint missed)
    {
        uint epoch = table->Epoch;
        for (nint i = from; i < count; i++)
        {
            GroupLayout<TKey, TAggregates>.PrefetchNear((byte*)aggregates[i + Near < count ? i + Near : i]);
            misses[missed] = (int)i;
            missed += Probe((byte*)aggregates[i], ComparesKeys ? epoch : marks[i], keys + i, aggregates + i);
        }

        return missed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint ProbeCached(TableHeader* table, TKey* keys, nint count, nint* aggregates, int* misses)
    {
        byte** directory = table->Directory;
        nuint mask = table->BucketMask;
        int shift = table->DirectoryShift;
        uint epoch = table->Epoch;
        nint missed = 0;
        for (nint i = 0; i < count; i++)
        {
            byte* bucket = TableHeader.BucketOf(directory, shift, mask, BucketBytes, TKey.Hash(in keys[i]));
            misses[missed] = (int)i;
            missed += Probe(bucket, epoch, keys + i, aggregates + i);
        }

        return missed;
    }

    /// <summary>Looks into the second bucket on the way of rows that are not in the first.</summary>
    /// <param name="epoch">The epoch if that is all that is needed of marks; else 0.</param>
    /// <returns>The number of rows that are not there either; they are moved to the front of <paramref name="misses"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint ProbeNeighbours(TKey* keys, uint* marks, uint epoch, nint* aggregates, int* misses, nint missed)
    {
        if (BucketBytes > LargestPair)
        {
            return missed;
        }

        for (nint i = 0; i < missed; i++)
        {
            GroupLayout<TKey, TAggregates>.PrefetchNear(Neighbour(MissedBucket(aggregates[misses[i]])));
        }

        nint left = 0;
        for (nint i = 0; i < missed; i++)
        {
            nint row = misses[i];
            misses[left] = (int)row;
            byte* bucket = MissedBucket(aggregates[row]);
            byte miss = Probe(Neighbour(bucket), epoch != 0 ? epoch : marks[row], keys + row, aggregates + row);
            left += miss;
            if (miss != 0)
            {
                // Rows left over are looked for from the start; the third bucket on the way has not been asked for yet.
                GroupLayout<TKey, TAggregates>.PrefetchNear((byte*)((nuint)bucket ^ (2 * (nuint)BucketBytes)));
            }
        }

        return left;
    }

    /// <summary>Looks into one bucket.</summary>
    /// <param name="address">Takes the address of the aggregates, or some address in the bucket if the key is not there.</param>
    /// <returns>1 if the key is not there or was not touched before in this epoch; else 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Probe(byte* bucket, uint mark, TKey* key, nint* address)
    {
        byte* entry = Select(bucket, mark, key);
        byte miss = IsNotAt(entry, mark, key);
        nint found = GroupLayout<TKey, TAggregates>.AggregatesOf(entry);
        *address = GroupLayout<TKey, TAggregates>.IsInline ? found : found + (((nint)bucket - found) & -(nint)miss);
        return miss;
    }

    /// <summary>The bucket that a row which missed was looked for in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* MissedBucket(nint address) => (byte*)(address & -(nint)BucketBytes);

    // Keys of one number are compared as they are: no bits of the hash need to be kept until then.
    private static bool ComparesKeys
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TKey.IsBitwise && sizeof(TKey) is 4 or 8 && GroupLayout<TKey, TAggregates>.Slots == 2;
    }

    /// <summary>The only entry of a bucket that can be the key's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Select(byte* bucket, uint mark, TKey* key)
    {
        if (!ComparesKeys)
        {
            return GroupLayout<TKey, TAggregates>.Select(bucket, mark);
        }

        // The first entry is looked at, since it is never empty while the second one is not: a key of zeros equals what is empty.
        bool isOther = sizeof(TKey) == 8 ? *(ulong*)bucket != *(ulong*)key : *(uint*)bucket != *(uint*)key;
        return bucket + (Unsafe.BitCast<bool, byte>(isOther) * (nuint)Stride);
    }

    /// <summary>0 if an entry is that of a key, and was touched in the epoch of the mark; else 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte IsNotAt(byte* entry, uint mark, TKey* key)
    {
        if (ComparesKeys)
        {
            // Marks differ in their lower half only, where it counts.
            ulong difference = sizeof(TKey) == 8 ? *(ulong*)entry ^ *(ulong*)key : *(uint*)entry ^ *(uint*)key;
            return Unsafe.BitCast<bool, byte>((difference | (ushort)(GroupLayout<TKey, TAggregates>.MarkOf(entry) ^ mark)) != 0);
        }

        return Unsafe.BitCast<bool, byte>(!(GroupLayout<TKey, TAggregates>.MarkOf(entry) == mark && TKey.Equal(in *(TKey*)entry, in *key)));
    }

    /// <summary>Where probing goes on first: the bucket beside this one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Neighbour(byte* bucket) => (byte*)((nuint)bucket ^ (nuint)BucketBytes);

    /// <summary>The entry of a key, or null and the empty entry where looking for it ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GroupEntry<TKey>* FindEntry(TKey* key, ulong hash, out byte* place)
    {
        byte* segment = _header->Directory[SlotOf(hash)];
        nuint mask = _header->BucketMask;
        nuint home = (nuint)(hash >> 32) & mask;
        uint tag = TableHeader.TagOf(hash);
        for (nuint step = 0; step <= mask; step++)
        {
            byte* entry = segment + ((home ^ step) * (nuint)BucketBytes);
            for (int slot = 0; slot < GroupLayout<TKey, TAggregates>.Slots; slot++, entry += Stride)
            {
                uint mark = GroupLayout<TKey, TAggregates>.MarkOf(entry);
                if (mark == 0)
                {
                    place = entry;
                    return null;
                }

                if ((mark & 0xFFFF0000) == tag && TKey.Equal(in *(TKey*)entry, in *key))
                {
                    place = null;
                    return (GroupEntry<TKey>*)entry;
                }
            }
        }

        place = null;
        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private GroupEntry<TKey>* FindOrAddEntry(TKey* key, ulong hash)
    {
        GroupEntry<TKey>* entry = FindEntry(key, hash, out byte* place);
        if (entry is null)
        {
            return Insert(key, hash, place);
        }

        if ((entry->Mark & 0xFFFF) != _header->Epoch)
        {
            Touch(entry);
        }

        return entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private GroupEntry<TKey>* Insert(TKey* key, ulong hash, byte* place)
    {
        int number = _header->Count;
        if (number == int.MaxValue)
        {
            throw StateErrors.TooManyGroups();
        }

        TableHeader.EnsureNumber(_header, number);
        GroupEntry<TKey>* entry = Add(key, hash, place, _header->Epoch, number);
        _header->Count = number + 1;
        TKey.Intern(ref entry->Key, Arena);
        TOps.Initialize(ref *(TAggregates*)AddressOf(entry));
        Touch(entry);
        return entry;
    }

    /// <summary>Appends to the list of touched groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Touch(GroupEntry<TKey>* entry)
    {
        TableHeader* table = _header;
        entry->Mark = (entry->Mark & 0xFFFF0000) | table->Epoch;
        if (table->TracksChanges)
        {
            TableHeader.EnsureTouched(table, 1);
            table->Touched[(nint)table->TouchedCount++] = entry->Number;
        }
    }
}
