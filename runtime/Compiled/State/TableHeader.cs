using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// What probing needs of a table, in native memory and without type parameters, so that a loop over rows of many windows
/// carries one pointer a row. Entries lie in chunks that never move: an entry's place is its number + 64, and chunk c holds the places from 2^c to 2^(c+1)-1; so the chunk is the place's highest bit,
/// without a case for the first ones.
/// </summary>
internal unsafe struct TableHeader
{
    private const int LeastChunkBits = 6;
    private const int FirstPlace = 1 << LeastChunkBits;

    /// <summary>Most groups of a table: they fill fifteen sixteenths of the largest index.</summary>
    public const int MostGroups = 500_000_000;

    // First, so that no offset is added: address of a chunk's entries less what their places would add (address = start + place * stride),
    // by the number of leading zeros of the places in it. Place 0, which is in empty slots of the index, is that of the first entry, too.
    private fixed ulong _chunkStarts[33];

    public byte* Buckets;

    /// <summary>The bits of a tag that are the offset of its bucket.</summary>
    public uint Mask;

    /// <summary>Stamp of groups touched since the list was cleared; 0 if touching is not tracked.</summary>
    public uint Epoch;
    public int Count;
    public int GrowAt;
    public int* Touched;
    public int TouchedCount;
    public int TouchedCapacity;

    /// <summary>Whether the state has this window in its list of windows touched.</summary>
    public bool IsListed;
    public long IndexBytes;
    public long ChunkBytes;
    public NativeBlock Index;

    /// <summary>The index before the last doubling as long as not all of its buckets are moved; else null. See <see cref="IndexGrowth"/>.</summary>
    public byte* OldBuckets;
    public uint OldMask;

    /// <summary>Bytes of old buckets that are moved: the first ones.</summary>
    public uint Moved;
    public NativeBlock OldIndex;

    private Blocks _blocks;

    /// <summary>The place of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PlaceOf(int number) => (uint)number + FirstPlace;

    /// <summary>Address of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* EntryAt(TableHeader* table, uint place, int stride) =>
        ((byte**)table)[(nuint)(uint)BitOperations.LeadingZeroCount(place)] + ((nuint)place * (nuint)stride);

    /// <summary>The number behind those in the chunk of entry <paramref name="number"/>.</summary>
    public static int ChunkEnd(int number) => (int)Math.Min((2L << BitOperations.Log2(PlaceOf(number))) - FirstPlace, MostGroups);

    /// <summary>Whether the chunk of entry <paramref name="number"/> is there.</summary>
    public static bool HasEntry(TableHeader* table, int number) => table->_chunkStarts[BitOperations.LeadingZeroCount(PlaceOf(number))] != 0;

    /// <summary>Makes sure that the chunk of entry <paramref name="number"/> is there.</summary>
    public static void EnsureEntry(TableHeader* table, int number, int stride)
    {
        int zeros = BitOperations.LeadingZeroCount(PlaceOf(number));
        if (table->_chunkStarts[zeros] == 0)
        {
            AddChunk(table, zeros, stride);
        }
    }

    /// <summary>Zeroes the entries; chunks are kept for the next ones.</summary>
    public static void ClearEntries(TableHeader* table, int stride)
    {
        for (int first = 0; first < table->Count;)
        {
            int end = Math.Min(table->Count, ChunkEnd(first));
            NativeMemory.Clear(EntryAt(table, PlaceOf(first), stride), (nuint)(end - first) * (nuint)stride);
            first = end;
        }

        table->Count = 0;
    }

    /// <summary>Makes sure that <paramref name="more"/> groups can be added to the list of touched ones.</summary>
    public static void EnsureTouched(TableHeader* table, int more)
    {
        long needed = (long)table->TouchedCount + more;
        if (needed > table->TouchedCapacity)
        {
            int capacity = (int)Math.Min(Math.Max(needed, table->TouchedCapacity * 2L), int.MaxValue);
            table->Touched = (int*)NativeMemory.Realloc(table->Touched, (nuint)capacity * sizeof(int));
            table->TouchedCapacity = capacity;
        }
    }

    public static void FreeChunks(TableHeader* table)
    {
        for (int chunk = 0; chunk < 32; chunk++)
        {
            if (table->_chunkStarts[chunk] != 0)
            {
                table->_blocks[chunk].Free();
                table->_chunkStarts[chunk] = 0;
            }
        }
    }

    private static void AddChunk(TableHeader* table, int zeros, int stride)
    {
        nuint first = (nuint)1 << (31 - zeros);
        nuint bytes = first * (nuint)stride;
        NativeBlock block = NativeBlock.Allocate(bytes);
        table->_blocks[zeros] = block;
        table->_chunkStarts[zeros] = (ulong)block.Start - (first * (nuint)stride);
        table->ChunkBytes += (long)bytes;
        if (first == FirstPlace)
        {
            table->_chunkStarts[32] = (ulong)block.Start;
        }
    }

    [InlineArray(32)]
    private struct Blocks
    {
        private NativeBlock _first;
    }
}
