using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>The index of <see cref="JsonIndex"/>, 64 bytes at a time; positions are made by one compression of the byte numbers.</summary>
internal static unsafe class JsonIndex512
{
    /// <summary>Bytes that are asked for backslashes together.</summary>
    private const int Together = 128;

    /// <summary>Whether this machine can run it.</summary>
    public static bool IsSupported => Avx512Vbmi2.IsSupported;

    /// <inheritdoc cref="JsonIndexScalar.Scan"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Scan(byte* block, int length, ushort* positions)
    {
        Vector512<byte> quote = Vector512.Create((byte)'"');
        Vector512<byte> newline = Vector512.Create((byte)'\n');
        Vector512<byte> backslash = Vector512.Create((byte)'\\');
        Vector512<byte> table = Table;
        Vector512<byte> numbers = Vector512<byte>.Indices;
        Vector512<ushort> start = Vector512<ushort>.Zero;
        Vector512<ushort> step = Vector512.Create((ushort)64);
        ushort* at = positions;
        ulong carry = 0;
        int full = length & ~(Together - 1);
        byte* end = block + full;
        for (byte* p = block; p < end; p += Together)
        {
            Sse.Prefetch1(p + ReadAhead.Bytes);
            Sse.Prefetch1(p + ReadAhead.Bytes + 64);
            Vector512<byte> low = Vector512.Load(p);
            Vector512<byte> high = Vector512.Load(p + 64);

            // Comparisons, shuffles and compressions share one port; a minimum takes another one.
            Vector512<byte> nearest = Vector512.Min(low ^ backslash, high ^ backslash);
            if ((Vector512.Equals(nearest, Vector512<byte>.Zero).ExtractMostSignificantBits() | carry) == 0)
            {
                at = Append(at, Vector512.Equals(Avx512BW.Shuffle(table, low), low), numbers, start);
                start += step;
                at = Append(at, Vector512.Equals(Avx512BW.Shuffle(table, high), high), numbers, start);
                start += step;
                continue;
            }

            for (byte* chunk = p; chunk < p + Together; chunk += 64)
            {
                Vector512<byte> bytes = Vector512.Load(chunk);
                ulong escaped = JsonIndexBits.Escaped(Vector512.Equals(bytes, backslash).ExtractMostSignificantBits(), ref carry);
                ulong quotes = Vector512.Equals(bytes, quote).ExtractMostSignificantBits() & ~escaped;
                at = Append(at, Expand(quotes | Vector512.Equals(bytes, newline).ExtractMostSignificantBits()), numbers, start);
                start += step;
            }
        }

        int count = (int)(at - positions);
        for (int i = full; i < length; i += 64)
        {
            int left = length - i;
            ulong inside = left >= 64 ? ulong.MaxValue : (1UL << left) - 1;
            Vector512<byte> bytes = Vector512.Load(block + i);
            ulong escaped = JsonIndexBits.Escaped(Vector512.Equals(bytes, backslash).ExtractMostSignificantBits(), ref carry);
            ulong quotes = Vector512.Equals(bytes, quote).ExtractMostSignificantBits() & inside & ~escaped;
            count = JsonIndexBits.Append(quotes, Vector512.Equals(bytes, newline).ExtractMostSignificantBits() & inside, i, positions, count);
        }

        return count;
    }

    /// <summary>Appends the positions of the bytes that are ones in <paramref name="found"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort* Append(ushort* at, Vector512<byte> found, Vector512<byte> numbers, Vector512<ushort> start)
    {
        Vector512<byte> packed = PackedLanes.Of(found, numbers);
        (Avx512BW.ConvertToVector512UInt16(packed.GetLower()) + start).Store(at);
        int count = BitOperations.PopCount(found.ExtractMostSignificantBits());
        if (count > 32)
        {
            (Avx512BW.ConvertToVector512UInt16(packed.GetUpper()) + start).Store(at + 32);
        }

        return at + count;
    }

    /// <summary>At the low nibbles of quote and newline those two; elsewhere 255, which no byte below 128 equals, and bytes from 128 on look up 0.</summary>
    private static Vector512<byte> Table
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0xFFFFFFFFFF22FFFFUL, 0xFFFFFFFFFF0AFFFFUL, 0xFFFFFFFFFF22FFFFUL, 0xFFFFFFFFFF0AFFFFUL, 0xFFFFFFFFFF22FFFFUL, 0xFFFFFFFFFF0AFFFFUL, 0xFFFFFFFFFF22FFFFUL, 0xFFFFFFFFFF0AFFFFUL).AsByte();
    }

    /// <summary>A byte of ones for each bit that is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Expand(ulong bits)
    {
        // Every byte gets the eight bits that it belongs to, and then looks at its own.
        Vector512<byte> spread = Vector512.Create(
            0x0000000000000000UL, 0x0101010101010101UL, 0x0202020202020202UL, 0x0303030303030303UL, 0x0404040404040404UL, 0x0505050505050505UL, 0x0606060606060606UL, 0x0707070707070707UL).AsByte();
        Vector512<byte> own = Vector512.Create(0x8040201008040201UL).AsByte();
        Vector512<byte> eights = Avx512BW.Shuffle(Vector512.Create(bits).AsByte(), spread);
        return Vector512.Equals(eights & own, own);
    }
}
