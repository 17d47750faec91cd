using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.State;

/// <summary>
/// From 32 hash bits to places of entries: buckets of one cache line, eight tags and eight places each. The tags of a bucket are compared at once, so
/// which slot a key took costs no branch; the bucket is the tag's upper bits, so doubling is one sequential pass that never looks at a key.
/// </summary>
/// <remarks>A bucket that is full continues in the next one. Nothing is ever removed. Tag 0 marks an empty slot.</remarks>
internal static unsafe class GroupIndex
{
    public const int BucketBytes = 64;
    private const int SlotsPerBucket = 8;
    private const int LeastBits = 2;

    // 1 MiB, which is moved in less than a millisecond.
    private const int LeastGradualBits = 14;

    /// <summary>The 32 bits of a hash that the index works with; never 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TagOf(ulong hash) => TagOf((uint)(hash >> 32));

    /// <summary>The same of the upper 32 bits of a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TagOf(uint upperHash) => upperHash | 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* BucketOf(byte* buckets, int shift, uint tag) => buckets + ((nuint)(tag >> shift) * BucketBytes);

    /// <summary>A bit for each of the eight slots that hold the tag.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Match(byte* bucket, uint tag) => Vector256.Equals(Vector256.LoadAligned((uint*)bucket), Vector256.Create(tag)).ExtractMostSignificantBits();

    /// <summary>The place in the first slot of those in <paramref name="match"/>, which has one at least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint FirstPlace(byte* bucket, uint match) => ((uint*)(bucket + (SlotsPerBucket * sizeof(uint))))[(nuint)(uint)BitOperations.TrailingZeroCount(match)];

    /// <summary>The same; the place in the last slot, 0 if that is empty, if <paramref name="match"/> has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AnyPlace(byte* bucket, uint match) => FirstPlace(bucket, match | (1u << (SlotsPerBucket - 1)));

    /// <summary>Makes an index with room for <paramref name="groups"/> groups.</summary>
    public static void Create(TableHeader* table, int groups)
    {
        int bits = LeastBits;
        while (bits < 30 && LimitOf(bits) < groups)
        {
            bits++;
        }

        Allocate(table, bits);
    }

    /// <summary>Empties the index.</summary>
    public static void Clear(TableHeader* table)
    {
        IndexGrowth.Forget(table);
        NativeMemory.Clear(table->Index.Start, (nuint)BucketBytes << Bits(table));
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
        uint mask = (1u << Bits(table)) - 1;
        for (uint bucket = tag >> table->Shift; ; bucket = (bucket + 1) & mask)
        {
            if (TryAddToLine(table->Buckets + ((nuint)bucket * BucketBytes), tag, place))
            {
                return;
            }
        }
    }

    /// <summary>Adds an entry to a bucket unless it is full.</summary>
    public static bool TryAddToLine(byte* line, uint tag, uint place)
    {
        uint empty = Match(line, 0);
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
        ((uint*)line)[SlotsPerBucket + slot] = place;
    }

    /// <summary>Makes room for at least one entry more: twice as many buckets, four times while that is little memory. A large index is moved bit by bit: see <see cref="IndexGrowth"/>.</summary>
    public static void Grow(TableHeader* table)
    {
        IndexGrowth.Finish(table);
        int bits = Bits(table);
        IndexGrowth.Begin(table);
        Allocate(table, bits + (bits < 10 ? 2 : 1));
        if (bits < LeastGradualBits)
        {
            IndexGrowth.Finish(table);
        }
    }

    /// <summary>Adds the entries of an old bucket to the present index.</summary>
    public static void Move(TableHeader* table, uint bucket, byte* line)
    {
        if (Avx512F.VL.IsSupported && table->Shift == table->OldShift - 1 && TrySplit(table, bucket, line))
        {
            return;
        }

        for (uint used = ~Match(line, 0) & 0xFF; used != 0; used &= used - 1)
        {
            int slot = BitOperations.TrailingZeroCount(used);
            AddToNew(table, ((uint*)line)[slot], FirstPlace(line, used));
        }
    }

    // A bucket of which every entry is at home becomes two neighbours, unless an entry of the one before lies there already.
    private static bool TrySplit(TableHeader* table, uint bucket, byte* line)
    {
        byte* lower = table->Buckets + ((nuint)bucket * (2 * BucketBytes));
        byte* upper = lower + BucketBytes;
        Vector256<uint> tags = Vector256.LoadAligned((uint*)line);
        Vector256<uint> used = ~Vector256.Equals(tags, Vector256<uint>.Zero);
        Vector256<uint> away = ~Vector256.Equals(tags >> table->OldShift, Vector256.Create(bucket)) & used;
        if (away != Vector256<uint>.Zero || (*(uint*)lower | *(uint*)upper) != 0)
        {
            return false;
        }

        Vector256<uint> isUpper = Vector256.Equals((tags >> table->Shift) & Vector256<uint>.One, Vector256<uint>.One);
        Vector256<uint> places = Vector256.LoadAligned((uint*)(line + (SlotsPerBucket * sizeof(uint))));
        Store(lower, used & ~isUpper, tags, places);
        Store(upper, isUpper, tags, places);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* line, Vector256<uint> slots, Vector256<uint> tags, Vector256<uint> places)
    {
        Avx512F.VL.Compress(Vector256<uint>.Zero, slots, tags).StoreAligned((uint*)line);
        Avx512F.VL.Compress(Vector256<uint>.Zero, slots, places).StoreAligned((uint*)(line + (SlotsPerBucket * sizeof(uint))));
    }

    private static int Bits(TableHeader* table) => 32 - table->Shift;

    // At five eighths the fullest mean bucket holds 5 entries, and one key in forty lies outside its own bucket.
    private static long LimitOf(int bits) => ((long)SlotsPerBucket << bits) * 5 / 8;

    private static void Allocate(TableHeader* table, int bits)
    {
        if (bits > 30)
        {
            throw StateErrors.TooManyGroups();
        }

        table->Index = NativeBlock.Allocate((nuint)BucketBytes << bits);
        table->Buckets = table->Index.Start;
        table->Shift = 32 - bits;
        table->GrowAt = (int)Math.Min(LimitOf(bits), int.MaxValue);
        table->IndexBytes = (long)BucketBytes << bits;
    }
}
