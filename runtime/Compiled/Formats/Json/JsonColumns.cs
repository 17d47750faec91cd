using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// One member of up to 64 rows into a column, without a branch or a call a row. What is rare (an escape, a sign, an exponent) is not read: its rows are told by bits.
/// </summary>
internal static unsafe class JsonColumns
{
    /// <summary>Most rows at a time.</summary>
    public const int Rows = 64;

    /// <summary>Digits after the point to the power of ten; 16: there is no point.</summary>
    public static readonly double[] Powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e0];

    /// <summary>Texts.</summary>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="places">The first row's value: its start, and in the upper half its end.</param>
    /// <param name="stride">From a row's to the next one's.</param>
    /// <param name="rows">Numbers of the rows to read.</param>
    /// <param name="count">How many.</param>
    /// <param name="output">Gets the values.</param>
    /// <returns>A bit for each row that is to be read otherwise.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Texts(byte* block, uint* places, int stride, int* rows, int count, Utf8Slice* output)
    {
        const ulong beyond = 0xFFFF_FFFF_0000_0000;
        ulong rare = 0;
        for (int i = 0; i < count; i++)
        {
            uint place = places[(nint)rows[i] * stride];
            uint start = (ushort)place;
            int length = (int)((place >> 16) - start);
            byte* p = block + start;
            output[i] = new Utf8Slice(p, length);
            ulong special = (JsonText.SpecialBits(p) | beyond) & ((1UL << Math.Min(length, 63)) - 1);
            rare |= (special != 0 ? 1UL : 0) << i;
        }

        return rare;
    }

    /// <summary>Whole numbers of up to 16 digits.</summary>
    /// <inheritdoc cref="Texts"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Int64s(byte* block, uint* places, int stride, int* rows, int count, long* output)
    {
        ulong rare = 0;
        for (int i = 0; i < count; i++)
        {
            uint place = places[(nint)rows[i] * stride];
            uint start = (ushort)place;
            int length = (int)((place >> 16) - start);
            bool isShort = JsonNumber.TryShortInt64(block + start, length, out output[i]);
            rare |= (isShort ? 0UL : 1) << i;
        }

        return rare;
    }

    /// <summary>Numbers of up to 15 digits with at most one point.</summary>
    /// <inheritdoc cref="Texts"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Doubles(byte* block, uint* places, int stride, int* rows, int count, double* output)
    {
        ref double powers = ref MemoryMarshal.GetArrayDataReference(Powers);
        ulong rare = 0;
        for (int i = 0; i < count; i++)
        {
            uint place = places[(nint)rows[i] * stride];
            uint start = (ushort)place;
            int length = (int)((place >> 16) - start);
            bool isShort = JsonNumber.TryShortFixedPoint(block + start, length, out ulong magnitude, out int scale);
            output[i] = (long)magnitude / Unsafe.Add(ref powers, scale);
            rare |= (isShort ? 0UL : 1) << i;
        }

        return rare;
    }

    /// <summary>Numbers of a unit since 1970 to UTC ticks, in place.</summary>
    /// <returns>Whether all are dates.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Epochs(long* values, int count, TimeUnit unit)
    {
        bool ok = true;
        for (int i = 0; i < count; i++)
        {
            ok &= DateParser.TryEpoch(values[i], unit, out values[i]);
        }

        return ok;
    }

    /// <summary>Appends the numbers of the bits that are set.</summary>
    /// <param name="bits">Bits.</param>
    /// <param name="first">The number of the first bit.</param>
    /// <param name="output">Gets them; room for 64.</param>
    /// <param name="width">Vector width in bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Numbers(ulong bits, int first, int* output, int width)
    {
        if (width >= 512 && Avx512F.IsSupported)
        {
            Vector512<int> numbers = Vector512<int>.Indices + Vector512.Create(first);
            for (; bits != 0; bits >>= 16)
            {
                uint sixteen = (ushort)bits;
                Avx512F.Compress(Vector512<int>.Zero, Ones(sixteen), numbers).Store(output);
                output += BitOperations.PopCount(sixteen);
                numbers += Vector512.Create(16);
            }

            return;
        }

        for (; bits != 0; bits &= bits - 1)
        {
            *output++ = first + BitOperations.TrailingZeroCount(bits);
        }
    }

    /// <summary>An element of ones for each of 16 bits that is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Ones(uint bits)
    {
        Vector512<int> own = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        return Vector512.Equals(Vector512.Create((int)bits) & own, own);
    }
}
