using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.State;

/// <summary>
/// From 32 hash bits to places of entries: buckets of one cache line, eight tags and eight places each. The tags of a bucket are compared at once, so
/// which slot a key took costs no branch. Bits of the tag, where they stand, are the bucket's offset: one instruction; and doubling is one sequential pass that never looks at a key.
/// </summary>
/// <remarks>A bucket that is full continues in the next one. Nothing is ever removed. Place 0 marks an empty slot, which has tag 0.</remarks>
internal static unsafe class GroupIndex
{
    public const int BucketBytes = 64;
    private const int SlotsPerBucket = 8;
    private const int LeastBits = 2;

    // Offsets of 32 bits.
    private const int MostBits = 26;

    // 1 MiB, which is moved in less than a millisecond.
    private const int LeastGradualBits = 14;

    /// <summary>The 32 bits of a hash that the index works with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TagOf(ulong hash) => (uint)(hash >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* BucketOf(byte* buckets, uint mask, uint tag) => buckets + (nuint)(tag & mask);

    /// <summary>Where a full bucket of the present index goes on.</summary>
    public static byte* Next(TableHeader* table, byte* bucket) => bucket == table->Buckets + table->Mask ? table->Buckets : bucket + BucketBytes;

    /// <summary>A bit for each of the eight slots that hold the tag. Empty slots hold tag 0, with the place of the first entry: once there is one, comparing keys tells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Match(byte* bucket, uint tag) => Vector256.Equals(Vector256.LoadAligned((uint*)bucket), Vector256.Create(tag)).ExtractMostSignificantBits();

    /// <summary>The same of slots that are not empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint MatchUsed(byte* bucket, uint tag) => Match(bucket, tag) & ~Empty(bucket);

    /// <summary>A bit for each of the eight slots that are empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Empty(byte* bucket) => Vector256.Equals(Vector256.LoadAligned(Places(bucket)), Vector256<uint>.Zero).ExtractMostSignificantBits();

    /// <summary>The place in the first slot of those in <paramref name="match"/>, which has one at least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint FirstPlace(byte* bucket, uint match) => Places(bucket)[(nuint)(uint)BitOperations.TrailingZeroCount(match)];

    /// <summary>The same; the place in the last slot, 0 if that is empty, if <paramref name="match"/> has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AnyPlace(byte* bucket, uint match) => FirstPlace(bucket, match | (1u << (SlotsPerBucket - 1)));

    /// <summary>Makes an index with room for <paramref name="groups"/> groups.</summary>
    public static void Create(TableHeader* table, int groups)
    {
        int bits = LeastBits;
        while (bits < MostBits && LimitOf(bits) < groups)
        {
            bits++;
        }

        Allocate(table, bits);
    }

    /// <summary>Empties the index.</summary>
    public static void Clear(TableHeader* table)
    {
        IndexGrowth.Forget(table);
        NativeMemory.Clear(table->Index.Start, (nuint)table->IndexBytes);
    }

    /// <summary>Frees the index.</summary>
    public static void Free(TableHeader* table)
    {
        IndexGrowth.Forget(table);
        table->Index.Free();
    }

    /// <summary>Adds an entry that is not there yet.</summary>
    public static void Add(TableHeader* table, uint tag, uint place)
    {
        if (table->OldBuckets == null || !IndexGrowth.TryAddToOld(table, tag, place))
        {
            AddToNew(table, tag, place);
        }
    }

    /// <summary>Adds an entry to the present index, never to the one before a doubling.</summary>
    public static void AddToNew(TableHeader* table, uint tag, uint place)
    {
        for (uint offset = tag & table->Mask; ; offset = (offset + BucketBytes) & table->Mask)
        {
            if (TryAddToLine(table->Buckets + offset, tag, place))
            {
                return;
            }
        }
    }

    /// <summary>Adds an entry to a bucket unless it is full.</summary>
    public static bool TryAddToLine(byte* line, uint tag, uint place)
    {
        uint empty = Empty(line);
        if (empty == 0)
        {
            return false;
        }

        Set(line, BitOperations.TrailingZeroCount(empty), tag, place);
        return true;
    }

    /// <summary>Puts an entry into a slot of a bucket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(byte* line, int slot, uint tag, uint place)
    {
        ((uint*)line)[slot] = tag;
        Places(line)[slot] = place;
    }

    /// <summary>Makes room for at least one entry more: twice as many buckets, four times while that is little memory. A large index is moved bit by bit: see <see cref="IndexGrowth"/>.</summary>
    public static void Grow(TableHeader* table)
    {
        IndexGrowth.Finish(table);
        int bits = BitOperations.Log2((ulong)table->IndexBytes / BucketBytes);
        if (bits == MostBits)
        {
            throw StateErrors.TooManyGroups();
        }

        IndexGrowth.Begin(table);
        Allocate(table, bits + (bits < 10 ? 2 : 1));
        if (bits < LeastGradualBits)
        {
            IndexGrowth.Finish(table);
        }
    }

    /// <summary>Adds the entries of an old bucket to the present index.</summary>
    public static void Move(TableHeader* table, uint offset, byte* line)
    {
        if (Avx512F.VL.IsSupported && TrySplit(table, offset, line))
        {
            return;
        }

        for (uint used = ~Empty(line) & 0xFF; used != 0; used &= used - 1)
        {
            int slot = BitOperations.TrailingZeroCount(used);
            AddToNew(table, ((uint*)line)[slot], FirstPlace(line, used));
        }
    }

    // When the index is doubled, a bucket of which every entry is at home becomes two, unless an entry of the one before lies there already.
    private static bool TrySplit(TableHeader* table, uint offset, byte* line)
    {
        uint half = table->OldMask + BucketBytes;
        if (table->Mask != (table->OldMask | half))
        {
            return false;
        }

        byte* lower = table->Buckets + offset;
        byte* upper = lower + half;
        Vector256<uint> tags = Vector256.LoadAligned((uint*)line);
        Vector256<uint> places = Vector256.LoadAligned(Places(line));
        Vector256<uint> used = ~Vector256.Equals(places, Vector256<uint>.Zero);
        Vector256<uint> away = ~Vector256.Equals(tags & Vector256.Create(table->OldMask), Vector256.Create(offset)) & used;
        if (away != Vector256<uint>.Zero || (*Places(lower) | *Places(upper)) != 0)
        {
            return false;
        }

        Vector256<uint> isLower = Vector256.Equals(tags & Vector256.Create(half), Vector256<uint>.Zero);
        Store(lower, used & isLower, tags, places);
        Store(upper, used & ~isLower, tags, places);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* line, Vector256<uint> slots, Vector256<uint> tags, Vector256<uint> places)
    {
        Avx512F.VL.Compress(Vector256<uint>.Zero, slots, tags).StoreAligned((uint*)line);
        Avx512F.VL.Compress(Vector256<uint>.Zero, slots, places).StoreAligned(Places(line));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint* Places(byte* bucket) => (uint*)bucket + SlotsPerBucket;

    // At five eighths the fullest mean bucket holds 5 entries, and one key in forty lies outside its own bucket. The largest index is filled up.
    private static int LimitOf(int bits) => bits == MostBits ? TableHeader.MostGroups : (SlotsPerBucket << bits) / 8 * 5;

    private static void Allocate(TableHeader* table, int bits)
    {
        table->Index = NativeBlock.Allocate((nuint)BucketBytes << bits);
        table->Buckets = table->Index.Start;
        table->IndexBytes = (long)BucketBytes << bits;
        table->Mask = (uint)(table->IndexBytes - BucketBytes);
        table->GrowAt = LimitOf(bits);
    }
}
