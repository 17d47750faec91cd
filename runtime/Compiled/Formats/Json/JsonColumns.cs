using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// One member of up to 64 rows into a column, without a branch or a call a row. What is rare (an escape, a sign, an exponent) is not read: its rows are told by bits.
/// </summary>
internal static unsafe class JsonColumns
{
    /// <summary>Most rows at a time.</summary>
    public const int Rows = 64;

    /// <summary>Shorter texts are told in one step.</summary>
    private const int PlainBytes = 32;

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
        Vector256<byte> special = Vector256<byte>.Zero;
        Utf8Slice* end = output + count;
        uint longest = 0;
        nint step = stride;
        for (Utf8Slice* next = output; next < end; next++, rows++)
        {
            uint place = places[*rows * step];
            nuint start = (ushort)place;
            uint length = (place >> 16) - (uint)start;
            *next = new Utf8Slice(block + start, (int)length);
            special |= Inside(JsonText.Special(Vector256.Load(block + start)), length);
            longest |= length;
        }

        return longest < PlainBytes && special == Vector256<byte>.Zero ? 0 : NotPlain(output, count);
    }

    /// <summary>Lists the rows whose text is a constant of 1 to 8 bytes.</summary>
    /// <param name="count">How many rows there are.</param>
    /// <param name="word">The constant's bytes, little-endian, shifted to the top.</param>
    /// <param name="wanted">Their number.</param>
    /// <param name="kept">Gets the numbers of the rows; room for all.</param>
    /// <returns>How many they are, or -1 if there is a text that is not plain.</returns>
    /// <inheritdoc cref="Texts"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Equal(byte* block, uint* places, int stride, int count, ulong word, int wanted, int* kept)
    {
        Vector256<byte> special = Vector256<byte>.Zero;
        int* next = kept;
        uint longest = 0;
        nint step = stride;
        int shift = 64 - (8 * wanted);
        for (int i = 0; i < count; i++)
        {
            uint place = *places;
            nuint start = (ushort)place;
            uint length = (place >> 16) - (uint)start;
            special |= Inside(JsonText.Special(Vector256.Load(block + start)), length);
            longest |= length;
            ulong other = ((*(ulong*)(block + start) << shift) ^ word) | (length ^ (uint)wanted);
            *next = i;
            next += other == 0 ? 1 : 0;
            places += step;
        }

        return longest < PlainBytes && special == Vector256<byte>.Zero ? (int)(next - kept) : -1;
    }

    /// <summary>The bytes of a text of less than 32 bytes; of a longer one any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Inside(Vector256<byte> bytes, uint length) =>
        bytes & Vector256.GreaterThan(Vector256.Create((sbyte)length), Vector256<sbyte>.Indices).AsByte();

    /// <summary>Which of up to 64 texts are not plain, or too long to tell at once.</summary>
    private static ulong NotPlain(Utf8Slice* texts, int count)
    {
        ulong rare = 0;
        for (int i = 0; i < count; i++)
        {
            rare |= (JsonText.IsShortPlain(texts[i].Pointer, texts[i].Length) ? 0UL : 1) << i;
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
}
