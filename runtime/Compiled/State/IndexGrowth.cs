using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>
/// Growth of a large index without a stall: the old buckets are moved in order, some with each batch and with new groups, and stay as they are until all are moved. Until then a
/// key's bucket is the old one, or the present one if the old one is moved.
/// </summary>
/// <remarks>
/// An entry that did not fit into its own old bucket lies in a later one, and may be moved later than it; a new entry for which the old index has no room up to its end is added to the
/// present one. Both are found by the search that looks at both indexes; the loops over batches look at one bucket only and leave such rows to it.
/// </remarks>
internal static unsafe class IndexGrowth
{
    // A batch of 128 rows moves 64 buckets: a growth is over long before the next one is due, and costs a row about ten nanoseconds as long as it lasts.
    private const uint BucketsPerBatch = 64;

    // With new groups: as many for 32 of them. Buckets that follow each other come from memory by themselves; two at a time, each would be waited for.
    private const int GroupsPerStep = 32;

    /// <summary>The bucket in which a tag is looked for first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* BucketOf(TableHeader* table, uint tag) =>
        IsMoved(table, tag)
            ? GroupIndex.BucketOf(table->Buckets, table->Mask, tag)
            : GroupIndex.BucketOf(table->OldBuckets, table->OldMask, tag);

    /// <summary>Whether a tag's old bucket is moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsMoved(TableHeader* table, uint tag) => (tag & table->OldMask) < table->Moved;

    /// <summary>Whether an entry with this tag may be in the other index than the one that <see cref="BucketOf"/> names: behind an old bucket that was full, or in the present index because the old one had no room behind it.</summary>
    public static bool MayLieElsewhere(TableHeader* table, uint tag)
    {
        uint home = tag & table->OldMask;
        return home < table->Moved ? MovedReachesOn(table) && RoomFrom(table, home) != home : RoomFrom(table, home) == End(table);
    }

    /// <summary>Whether an entry at home in a moved bucket may lie in one that is not moved: the buckets between are full, so the last moved one is.</summary>
    public static bool MovedReachesOn(TableHeader* table) => table->Moved > 0 && IsFull(table->OldBuckets + (table->Moved - GroupIndex.BucketBytes));

    /// <summary>Bytes of the old index.</summary>
    public static long Bytes(TableHeader* table) => table->OldBuckets == null ? 0 : End(table);

    /// <summary>Makes the present index the old one.</summary>
    public static void Begin(TableHeader* table)
    {
        table->OldIndex = table->Index;
        table->OldBuckets = table->Buckets;
        table->OldMask = table->Mask;
        table->Moved = 0;
    }

    /// <summary>Moves some buckets, if there are any to move.</summary>
    public static void Step(TableHeader* table) => Move(table, BucketsPerBatch * GroupIndex.BucketBytes);

    /// <summary>Moves as many buckets as the groups added since there were <paramref name="before"/> ask for.</summary>
    public static void StepFor(TableHeader* table, int before)
    {
        for (int step = before / GroupsPerStep; step < table->Count / GroupsPerStep; step++)
        {
            Step(table);
        }
    }

    /// <summary>Moves all that is left.</summary>
    public static void Finish(TableHeader* table) => Move(table, uint.MaxValue);

    /// <summary>Frees the old index without moving anything.</summary>
    public static void Forget(TableHeader* table)
    {
        if (table->OldBuckets != null)
        {
            table->OldBuckets = null;
            table->OldIndex.Free();
        }
    }

    /// <summary>
    /// Adds an entry to the old index if its bucket is not moved yet: there it is looked for. The present index is touched only where buckets have been moved to, so that the system
    /// hands out its memory page by page and not all at once.
    /// </summary>
    public static bool TryAddToOld(TableHeader* table, uint tag, uint place)
    {
        if (place % GroupsPerStep == 0)
        {
            Step(table);
        }

        if (table->OldBuckets == null || IsMoved(table, tag))
        {
            return false;
        }

        uint room = RoomFrom(table, tag & table->OldMask);
        return room < End(table) && GroupIndex.TryAddToLine(table->OldBuckets + room, tag, place);
    }

    // The offset of the first old bucket from one on that has room; the end if there is none.
    private static uint RoomFrom(TableHeader* table, uint offset)
    {
        uint end = End(table);
        while (offset < end && IsFull(table->OldBuckets + offset))
        {
            offset += GroupIndex.BucketBytes;
        }

        return offset;
    }

    // There is an index of twice as many bytes, so these fit 32 bits.
    private static uint End(TableHeader* table) => table->OldMask + GroupIndex.BucketBytes;

    private static bool IsFull(byte* line) => GroupIndex.Empty(line) == 0;

    private static void Move(TableHeader* table, uint most)
    {
        if (table->OldBuckets == null)
        {
            return;
        }

        uint end = table->Moved + Math.Min(most, End(table) - table->Moved);
        for (; table->Moved < end; table->Moved += GroupIndex.BucketBytes)
        {
            GroupIndex.Move(table, table->Moved, table->OldBuckets + table->Moved);
        }

        if (end == End(table))
        {
            Forget(table);
        }
    }
}
