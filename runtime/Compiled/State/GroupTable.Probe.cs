using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Compiled.State;

/// <content>Probing: one key, a batch of one table, a batch over many tables.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    // Rows between asking for a cache line and using it; small enough that the lines asked for stay in the first-level cache.
    private const int Block = 128;

    // Below this much memory a table stays in the caches by itself, and one pass is faster than three.
    private const long CachedBytes = 256 << 10;

    /// <summary>Finds or adds the groups of rows of many tables.</summary>
    /// <param name="headers">The header of each row's table.</param>
    /// <param name="keys">A key a row.</param>
    /// <param name="count">Number of rows, at most <see cref="MixedRows"/>.</param>
    /// <param name="aggregates">Takes the address of each row's aggregates, or 0 if the key must be looked for by <see cref="FindOrAddAddress"/>, in order.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Locate(TableHeader** headers, TKey* keys, int count, nint* aggregates)
    {
        uint* tags = stackalloc uint[MixedRows];
        for (int i = 0; i < count; i++)
        {
            uint tag = GroupIndex.TagOf(TKey.Hash(in keys[i]));
            tags[i] = tag;
            Prefetch(GroupIndex.BucketOf(headers[i]->Buckets, headers[i]->Shift, tag));
        }

        for (int i = 0; i < count; i++)
        {
            byte* bucket = GroupIndex.BucketOf(headers[i]->Buckets, headers[i]->Shift, tags[i]);
            uint match = GroupIndex.Match(bucket, tags[i]);
            byte* entry = null;
            if (match != 0)
            {
                entry = TableHeader.EntryAt(headers[i], GroupIndex.NumberAt(bucket, BitOperations.TrailingZeroCount(match)), Stride);
                PrefetchEntry(entry);
            }

            aggregates[i] = (nint)entry;
        }

        for (int i = 0; i < count; i++)
        {
            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)aggregates[i];
            aggregates[i] = entry is not null && TKey.Equal(in entry->Key, in keys[i]) ? AddressOf(entry) : 0;
        }
    }

    /// <summary>Largest batch of <see cref="Locate"/>.</summary>
    internal const int MixedRows = Block;

    /// <summary>The address of a group's aggregates; the group is added if it is not there.</summary>
    internal nint FindOrAddAddress(TKey* key) => AddressOf(FindOrAddEntry(key, GroupIndex.TagOf(TKey.Hash(in *key))));

    /// <summary>Counts a located group as touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void MarkTouched(TableHeader* table, nint aggregates)
    {
        GroupEntry<TKey>* entry = EntryOf(aggregates);
        if (entry->Stamp != table->Epoch)
        {
            Touch(table, entry);
        }
    }

    internal void Resolve(TKey* keys, int count, nint* aggregates)
    {
        if (typeof(TKey) == typeof(NoKey))
        {
            ResolveOnlyGroup(keys, count, aggregates);
        }
        else if (_header->IndexBytes + _header->ChunkBytes <= CachedBytes)
        {
            ResolveCached(keys, count, aggregates);
        }
        else
        {
            ResolvePipelined(keys, count, aggregates);
        }
    }

    private void ResolveOnlyGroup(TKey* keys, int count, nint* aggregates)
    {
        if (count > 0)
        {
            new Span<nint>(aggregates, count).Fill(FindOrAddAddress(keys));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ResolveCached(TKey* keys, int count, nint* aggregates)
    {
        TableHeader* table = _header;
        uint epoch = table->Epoch;
        byte* buckets = table->Buckets;
        int shift = table->Shift;
        for (int i = 0; i < count; i++)
        {
            uint tag = GroupIndex.TagOf(TKey.Hash(in keys[i]));
            byte* bucket = GroupIndex.BucketOf(buckets, shift, tag);
            uint match = GroupIndex.Match(bucket, tag);
            if (match != 0)
            {
                GroupEntry<TKey>* entry = EntryAt(GroupIndex.NumberAt(bucket, BitOperations.TrailingZeroCount(match)));
                if (TKey.Equal(in entry->Key, in keys[i]))
                {
                    if (entry->Stamp != epoch)
                    {
                        Touch(table, entry);
                    }

                    aggregates[i] = AddressOf(entry);
                    continue;
                }
            }

            aggregates[i] = AddressOf(FindOrAddEntry(keys + i, tag));
            buckets = table->Buckets;
            shift = table->Shift;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ResolvePipelined(TKey* keys, int count, nint* aggregates)
    {
        uint* tags = stackalloc uint[Block];
        TableHeader* table = _header;
        uint epoch = table->Epoch;
        for (; count > 0; count -= Block, keys += Block, aggregates += Block)
        {
            int rows = Math.Min(count, Block);
            byte* buckets = table->Buckets;
            int shift = table->Shift;
            for (int i = 0; i < rows; i++)
            {
                uint tag = GroupIndex.TagOf(TKey.Hash(in keys[i]));
                tags[i] = tag;
                Prefetch(GroupIndex.BucketOf(buckets, shift, tag));
            }

            for (int i = 0; i < rows; i++)
            {
                byte* bucket = GroupIndex.BucketOf(buckets, shift, tags[i]);
                uint match = GroupIndex.Match(bucket, tags[i]);
                byte* entry = null;
                if (match != 0)
                {
                    entry = TableHeader.EntryAt(table, GroupIndex.NumberAt(bucket, BitOperations.TrailingZeroCount(match)), Stride);
                    PrefetchEntry(entry);
                }

                aggregates[i] = (nint)entry;
            }

            for (int i = 0; i < rows; i++)
            {
                GroupEntry<TKey>* entry = (GroupEntry<TKey>*)aggregates[i];
                if (entry is null || !TKey.Equal(in entry->Key, in keys[i]))
                {
                    entry = FindOrAddEntry(keys + i, tags[i]);
                }
                else if (entry->Stamp != epoch)
                {
                    Touch(table, entry);
                }

                aggregates[i] = AddressOf(entry);
            }
        }
    }

    private GroupEntry<TKey>* FindEntry(TKey* key, uint tag)
    {
        TableHeader* table = _header;
        byte* end = table->Buckets + table->IndexBytes;
        for (byte* bucket = GroupIndex.BucketOf(table->Buckets, table->Shift, tag); ;)
        {
            for (uint match = GroupIndex.Match(bucket, tag); match != 0; match &= match - 1)
            {
                GroupEntry<TKey>* entry = EntryAt(GroupIndex.NumberAt(bucket, BitOperations.TrailingZeroCount(match)));
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private GroupEntry<TKey>* FindOrAddEntry(TKey* key, uint tag)
    {
        GroupEntry<TKey>* entry = FindEntry(key, tag);
        if (entry is null)
        {
            entry = Insert(key, tag);
        }

        if (entry->Stamp != _header->Epoch)
        {
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch(TableHeader* table, GroupEntry<TKey>* entry)
    {
        if (table->TouchedCount == table->TouchedCapacity)
        {
            int capacity = Math.Max(64, (int)Math.Min(table->TouchedCapacity * 2L, int.MaxValue));
            table->Touched = (int*)NativeMemory.Realloc(table->Touched, (nuint)capacity * sizeof(int));
            table->TouchedCapacity = capacity;
        }

        table->Touched[table->TouchedCount++] = entry->Number;
        entry->Stamp = table->Epoch;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchEntry(byte* entry)
    {
        Prefetch(entry);
        if (Stride > 32 && (Stride & (Stride - 1)) != 0)
        {
            Prefetch(entry + Stride - 1);
        }
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
