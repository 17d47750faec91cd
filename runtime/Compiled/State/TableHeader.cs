using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// What probing needs of a table, in native memory and without type parameters, so that a loop over rows of many windows carries one pointer a row.
/// </summary>
internal unsafe struct TableHeader
{
    /// <summary>The segment of every hash, by its first bits.</summary>
    public byte** Directory;

    /// <summary>Number of buckets of a segment, less one: all have the same.</summary>
    public nuint BucketMask;

    /// <summary>32 less the number of bits that choose a segment.</summary>
    public int DirectoryShift;

    /// <summary>Stamp of groups touched since the list was cleared.</summary>
    public uint Epoch;
    public int Count;

    /// <summary>Number of times that entries were moved: addresses found before are stale then.</summary>
    public int Moves;

    /// <summary>The entry of every number, if <see cref="AreEntriesStale"/> is not set.</summary>
    public byte** Entries;

    /// <summary>Whether entries have been moved since <see cref="Entries"/> was made: following each move would cost a random write a group and doubling.</summary>
    public bool AreEntriesStale;
    public int EntriesCapacity;
    public int* Touched;
    public int TouchedCount;
    public int TouchedCapacity;

    /// <summary>Whether touched groups are remembered.</summary>
    public bool TracksChanges;

    /// <summary>Whether the state has this window in its list of windows touched.</summary>
    public bool IsListed;

    /// <summary>Bytes of all segments.</summary>
    public long SegmentBytes;

    /// <summary>The bucket where probing for a hash begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* BucketOf(byte** directory, int shift, nuint mask, int bucketBytes, ulong hash)
    {
        ulong upper = hash >> 32;
        return directory[upper >> shift] + (((nuint)upper & mask) * (nuint)bucketBytes);
    }

    /// <summary>The tag of a hash: the bits of a mark that come from it. Others than those that choose segment and bucket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TagOf(ulong hash) => (uint)hash & 0xFFFF0000;

    /// <summary>Makes sure that <paramref name="more"/> groups can be added to the list of touched ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EnsureTouched(TableHeader* table, int more)
    {
        if (table->TouchedCount > table->TouchedCapacity - more)
        {
            GrowTouched(table, (long)table->TouchedCount + more);
        }
    }

    /// <summary>Makes sure that group <paramref name="number"/> has a place in <see cref="Entries"/>, null if it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EnsureNumber(TableHeader* table, int number)
    {
        if (number >= table->EntriesCapacity)
        {
            GrowEntries(table, number);
        }
    }

    private static void GrowTouched(TableHeader* table, long needed)
    {
        int capacity = (int)Math.Min(Math.Max(needed, table->TouchedCapacity * 2L), int.MaxValue);
        table->Touched = (int*)NativeMemory.Realloc(table->Touched, (nuint)capacity * sizeof(int));
        table->TouchedCapacity = capacity;
    }

    private static void GrowEntries(TableHeader* table, int number)
    {
        int capacity = (int)Math.Min(Math.Max(number + 1L, Math.Max(16, table->EntriesCapacity * 2L)), int.MaxValue);
        table->Entries = (byte**)NativeMemory.Realloc(table->Entries, (nuint)capacity * (nuint)sizeof(byte*));
        NativeMemory.Clear(table->Entries + table->EntriesCapacity, (nuint)(capacity - table->EntriesCapacity) * (nuint)sizeof(byte*));
        table->EntriesCapacity = capacity;
    }
}
