using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>Finding the groups of rows of many tables: of several windows.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>Largest batch of <see cref="FindCandidates"/>.</summary>
    internal const int MixedRows = Block;

    /// <summary>Finds the entries that rows of many tables probably belong to.</summary>
    /// <param name="headers">The header of each row's table.</param>
    /// <param name="keys">A key a row.</param>
    /// <param name="count">Number of rows, at most <see cref="MixedRows"/>.</param>
    /// <param name="entries">Takes the candidates for <see cref="Verify(TableHeader**, TKey*, nint, nint, nint*)"/>.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FindCandidates(TableHeader** headers, TKey* keys, nint count, nint* entries)
    {
        uint* tags = stackalloc uint[MixedRows];
        for (nint i = 0; i < count; i++)
        {
            uint tag = GroupIndex.TagOf(TKey.Hash(in keys[i]));
            tags[i] = tag;
            Far.Ask(BucketOf(headers[i], tag));
        }

        for (nint i = 0; i < count; i++)
        {
            byte* bucket = BucketOf(headers[i], tags[i]);
            uint match = GroupIndex.MatchUsed(bucket, tags[i]);
            entries[i] = match == 0 ? 0 : (nint)Ask<Far>(TableHeader.EntryAt(headers[i], GroupIndex.FirstPlace(bucket, match), Stride));
        }
    }

    /// <summary>The same for tables that can have one group only.</summary>
    internal static void FirstGroups(TableHeader** headers, nint count, nint* entries)
    {
        for (nint i = 0; i < count; i++)
        {
            entries[i] = headers[i]->Count > 0 ? (nint)TableHeader.EntryAt(headers[i], TableHeader.PlaceOf(0), Stride) : 0;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* BucketOf(TableHeader* table, uint tag) =>
        table->OldBuckets == null ? GroupIndex.BucketOf(table->Buckets, table->Mask, tag) : IndexGrowth.BucketOf(table, tag);
}
