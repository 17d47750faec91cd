using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>Numbers of up to 64 rows into a column, four of them in a vector.</summary>
internal static unsafe class JsonColumns512
{
    private const int Together = 4;
    private const int FieldBytes = 16;

    /// <summary>Whether this machine can run it.</summary>
    public static bool IsSupported => Avx512BW.IsSupported && Avx512DQ.IsSupported;

    // From the n-th byte on, 16 bytes of which the last n are ones.
    private static ReadOnlySpan<byte> LastOnes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    ];

    /// <summary>Whole numbers of up to 16 digits.</summary>
    /// <returns>A bit for each row that is to be read otherwise. Room for three more values is needed.</returns>
    /// <inheritdoc cref="JsonColumns.Texts"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Int64s(byte* block, uint* places, int stride, int* rows, int count, long* output)
    {
        byte* ones = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(LastOnes));
        Vector512<byte> order = Vector512<byte>.Indices & Vector512.Create((byte)(FieldBytes - 1));
        Vector512<byte> point = Vector512<byte>.Zero;
        ulong rare = 0;
        for (int i = 0; i < count; i += Together)
        {
            uint place0 = places[(nint)rows[i] * stride];
            uint place1 = places[(nint)rows[Math.Min(i + 1, count - 1)] * stride];
            uint place2 = places[(nint)rows[Math.Min(i + 2, count - 1)] * stride];
            uint place3 = places[(nint)rows[Math.Min(i + 3, count - 1)] * stride];
            Vector512<byte> digits = Digits(block, place0, place1, place2, place3, ones, order, point, point, out Vector512<byte> wrong);
            Four(Value(digits)).AsInt64().Store(output + i);
            rare |= Rare(block, place0, place1, place2, place3, 1, FieldBytes - 1, wrong) << i;
        }

        return rare & Rows(count);
    }

    /// <summary>Numbers of up to 15 digits that have as many after the point as the first one.</summary>
    /// <inheritdoc cref="Int64s"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Doubles(byte* block, uint* places, int stride, int* rows, int count, double* output)
    {
        int scale = Scale(block, places[(nint)rows[0] * stride]);
        uint least = scale == 0 ? 1 : (uint)scale + 2;
        uint longer = FieldBytes - 1 - least;
        byte* ones = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(LastOnes));
        Vector512<byte> fields = Vector512<byte>.Indices & Vector512.Create((byte)(FieldBytes - 1));
        Vector512<byte> pointAt = scale == 0 ? Vector512<byte>.Zero : Vector512.Equals(fields, Vector512.Create((byte)(FieldBytes - 1 - scale)));
        Vector512<byte> point = pointAt & Vector512.Create(unchecked((byte)('.' - '0')));
        Vector512<byte> order = scale == 0 ? fields : fields - (Vector512<byte>.One & Vector512.LessThanOrEqual(fields, Vector512.Create((byte)(FieldBytes - 1 - scale))));
        Vector256<double> power = Vector256.Create(JsonColumns.Powers[scale]);
        ulong rare = 0;
        for (int i = 0; i < count; i += Together)
        {
            uint place0 = places[(nint)rows[i] * stride];
            uint place1 = places[(nint)rows[Math.Min(i + 1, count - 1)] * stride];
            uint place2 = places[(nint)rows[Math.Min(i + 2, count - 1)] * stride];
            uint place3 = places[(nint)rows[Math.Min(i + 3, count - 1)] * stride];
            Vector512<byte> digits = Digits(block, place0, place1, place2, place3, ones, order, pointAt, point, out Vector512<byte> wrong);
            (Vector256.ConvertToDouble(Four(Value(digits)).AsInt64()) / power).Store(output + i);
            rare |= Rare(block, place0, place1, place2, place3, least, longer, wrong) << i;
        }

        return rare & Rows(count);
    }

    /// <summary>Numbers of a unit since 1970 to UTC ticks, in place.</summary>
    /// <param name="count">How many: a multiple of eight.</param>
    /// <param name="ticksPerUnit">Ticks of the unit.</param>
    /// <param name="before">How many of it there are from the first instant to 1970.</param>
    /// <param name="all">And to the last instant.</param>
    /// <returns>Whether all are dates.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Epochs(long* values, int count, long ticksPerUnit, long before, long all)
    {
        Vector512<long> scale = Vector512.Create(ticksPerUnit);
        Vector512<long> start = Vector512.Create(before);
        Vector512<long> epoch = Vector512.Create(Calendar.UnixEpochTicks);
        Vector512<ulong> latest = Vector512<ulong>.Zero;
        for (long* end = values + count; values < end; values += Vector512<long>.Count)
        {
            Vector512<long> numbers = Vector512.Load(values);
            latest = Vector512.Max(latest, (numbers + start).AsUInt64());
            (epoch + (numbers * scale)).Store(values);
        }

        return Vector512.LessThanOrEqualAll(latest, Vector512.Create((ulong)all));
    }

    /// <summary>Digits after the point of a number; 0 if there are none, or too many.</summary>
    private static int Scale(byte* block, uint place)
    {
        int start = (ushort)place;
        int length = (int)(place >> 16) - start;
        int point = new ReadOnlySpan<byte>(block + start, length).IndexOf((byte)'.');
        return point < 0 || length - point >= FieldBytes - 2 ? 0 : length - 1 - point;
    }

    private static ulong Rows(int count) => count >= 64 ? ulong.MaxValue : (1UL << count) - 1;

    /// <summary>The digits of four numbers, right-aligned, without their points.</summary>
    /// <param name="wrong">Not zero where anything else stands.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Digits(byte* block, uint place0, uint place1, uint place2, uint place3, byte* ones, Vector512<byte> order, Vector512<byte> pointAt, Vector512<byte> point, out Vector512<byte> wrong)
    {
        byte* last = block - FieldBytes;
        Vector512<byte> bytes = JsonBare.Load512(last + (place0 >> 16), last + (place1 >> 16), last + (place2 >> 16), last + (place3 >> 16));
        Vector512<byte> inside = JsonBare.Load512(ones + Length(place0), ones + Length(place1), ones + Length(place2), ones + Length(place3));
        bytes = (bytes - Vector512.Create((byte)'0')) & inside;
        Vector512<byte> digits = Avx512BW.Shuffle(bytes, order);
        wrong = Avx512BW.SubtractSaturate(digits, Vector512.Create((byte)9)) | ((bytes & pointAt) ^ point);
        return digits;
    }

    // What is longer is refused for its length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Length(uint place) => ((place >> 16) - place) & 31;

    /// <summary>A bit for each of four numbers that is not as it must be.</summary>
    /// <param name="least">Least bytes; so many have those that begin with a zero.</param>
    /// <param name="longer">How many more others may have.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Rare(byte* block, uint place0, uint place1, uint place2, uint place3, uint least, uint longer, Vector512<byte> wrong)
    {
        // Two halves of eight bytes each.
        ulong halves = ~Vector512.Equals(wrong.AsUInt64(), Vector512<ulong>.Zero).ExtractMostSignificantBits();
        ulong rare = (halves | (halves >> 1)) & 0x55;
        rare = (rare & 1) | ((rare >> 1) & 2) | ((rare >> 2) & 4) | ((rare >> 3) & 8);
        return rare | IsRare(block, place0, least, longer) | (IsRare(block, place1, least, longer) << 1) | (IsRare(block, place2, least, longer) << 2) | (IsRare(block, place3, least, longer) << 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong IsRare(byte* block, uint place, uint least, uint longer)
    {
        uint start = (ushort)place;
        return (place >> 16) - start - least > (block[start] == (byte)'0' ? 0 : longer) ? 1UL : 0;
    }

    /// <summary>Four numbers of sixteen digits each, each twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Value(Vector512<byte> digits)
    {
        Vector512<short> pairs = Avx512BW.MultiplyAddAdjacent(digits, Vector512.Create((short)0x010A).AsSByte());
        Vector512<int> fours = Avx512BW.MultiplyAddAdjacent(pairs, Vector512.Create(0x00010064).AsInt16());
        Vector512<ulong> halves = Avx512BW.MultiplyAddAdjacent(Avx512BW.PackUnsignedSaturate(fours, fours).AsInt16(), Vector512.Create(0x00012710).AsInt16()).AsUInt64();
        return Avx512F.Multiply(halves.AsUInt32(), Vector512.Create(100_000_000UL).AsUInt32()) + (halves >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Four(Vector512<ulong> twice) => Avx512F.PermuteVar8x64(twice, Vector512.Create(0UL, 2, 4, 6, 0, 2, 4, 6)).GetLower();
}
