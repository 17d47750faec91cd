using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>Numbers by the grammar of JSON, which is stricter than <see cref="NumberParser"/>: no <c>+</c>, no leading zero, no point without a digit on both sides.</summary>
internal static unsafe class JsonNumber
{
    private static readonly double[] Powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>A whole number without point and exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryInt64(byte* p, int length, out long value)
    {
        if ((uint)(length - 1) < 16 && TryUpTo16(p, length, out ulong digits))
        {
            value = (long)digits;
            return *p != (byte)'0' || length == 1;
        }

        return TryInt64Rare(p, length, out value);
    }

    /// <summary>A whole number of up to 16 digits; false for others, right or wrong.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryShortInt64(byte* p, int length, out long value)
    {
        bool isShort = TryUpTo16(p, length, out ulong digits);
        value = (long)digits;
        return isShort & ((uint)(length - 1) < 16) & ((*p != (byte)'0') | (length == 1));
    }

    /// <summary>A number of up to 15 digits with at most one point between them; false for others, right or wrong. The 16 bytes up to its last one are read.</summary>
    /// <param name="scale">Digits after the point; 16 if there is none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryShortFixedPoint(byte* p, int length, out ulong magnitude, out int scale)
    {
        magnitude = 0;
        scale = 0;
        if (!Sse41.IsSupported)
        {
            return false;
        }

        const byte point = unchecked((byte)('.' - '0'));
        Vector128<byte> inside = Vector128.GreaterThan(Vector128.Create((sbyte)length), FromEnd).AsByte();
        Vector128<byte> bytes = (Vector128.Load(p + length - 16) - Vector128.Create((byte)'0')) & inside;
        int at = 31 - BitOperations.LeadingZeroCount(Vector128.Equals(bytes, Vector128.Create(point)).ExtractMostSignificantBits());

        // What is before the last point moves up by one.
        Vector128<sbyte> order = Vector128<sbyte>.Indices - (Vector128<sbyte>.One & ~Vector128.GreaterThan(Vector128<sbyte>.Indices, Vector128.Create((sbyte)at)));
        Vector128<byte> digits = Ssse3.Shuffle(bytes, order.AsByte());
        magnitude = Value(digits);
        scale = 15 - at;
        bool areDigits = Sse2.Max(digits, Vector128.Create((byte)9)) == Vector128.Create((byte)9);
        return areDigits & ((uint)(length - 1) < 15) & (scale != 0) & (*p != (byte)'.') & ((*p != (byte)'0') | (length == 1) | (p[1] == (byte)'.'));
    }

    /// <summary>1 to 16 digits and nothing else. The 16 bytes that end with the last digit are read: there are always as many before a number in a frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryUpTo16(byte* p, int length, out ulong value)
    {
        if (!Sse41.IsSupported)
        {
            return NumberParser.Digits.TryUpTo16(p, length, out value);
        }

        // What is not before the number becomes zeros: bytes whose distance from the end is more than its length.
        Vector128<byte> inside = Vector128.GreaterThan(Vector128.Create((sbyte)length), FromEnd).AsByte();
        Vector128<byte> digits = (Vector128.Load(p + length - 16) - Vector128.Create((byte)'0')) & inside;
        value = Value(digits);
        return Sse2.Max(digits, Vector128.Create((byte)9)) == Vector128.Create((byte)9);
    }

    /// <summary>16 digits as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Value(Vector128<byte> digits)
    {
        Vector128<short> pairs = Ssse3.MultiplyAddAdjacent(digits, Tens);
        Vector128<int> fours = Sse2.MultiplyAddAdjacent(pairs, Hundreds);
        Vector128<int> eights = Sse2.MultiplyAddAdjacent(Sse41.PackUnsignedSaturate(fours, fours).AsInt16(), TenThousands);
        ulong both = eights.AsUInt64().ToScalar();
        return ((uint)both * 100_000_000UL) + (both >> 32);
    }

    private static Vector128<sbyte> FromEnd => Vector128.Create((sbyte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

    private static Vector128<sbyte> Tens => Vector128.Create(10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1);

    private static Vector128<short> Hundreds => Vector128.Create((short)100, 1, 100, 1, 100, 1, 100, 1);

    private static Vector128<short> TenThousands => Vector128.Create((short)10_000, 1, 10_000, 1, 10_000, 1, 10_000, 1);

    /// <summary>A whole number of 64 bits without sign; not <c>-0</c> either.</summary>
    public static bool TryUInt64(byte* p, int length, out ulong value)
    {
        value = 0;
        return length > 0 && *p != (byte)'-' && NumberParser.IsJsonNumber(p, length) && NumberParser.TryUInt64(p, length, out value);
    }

    /// <summary>A whole number of 63 bits without sign; not <c>-0</c> either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryUnsigned(byte* p, int length, out long value) => TryInt64(p, length, out value) && *p != (byte)'-';

    /// <summary>The nearest double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDouble(byte* p, int length, out double value)
    {
        if (TryFixedPoint(p, length, out ulong magnitude, out int scale))
        {
            value = magnitude / Powers[scale];
            return true;
        }

        return TryDoubleRare(p, length, out value);
    }

    /// <summary>The nearest float, rounded once.</summary>
    public static bool TrySingle(byte* p, int length, out float value)
    {
        value = 0;
        return length > 0 && NumberParser.IsJsonNumber(p, length) && NumberParser.TrySingle(p, length, out value);
    }

    /// <summary>A decimal; trailing zeros are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDecimal(byte* p, int length, out decimal value)
    {
        if (TryFixedPoint(p, length, out ulong magnitude, out int scale))
        {
            value = new decimal((int)(uint)magnitude, (int)(magnitude >> 32), 0, false, (byte)scale);
            return true;
        }

        return TryDecimalRare(p, length, out value);
    }

    /// <summary>
    /// Digits with at most one point between them, 16 bytes at most and no more than 15 digits: exact in a double, and so is the power of ten. False if the text has another form, right or wrong.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFixedPoint(byte* p, int length, out ulong magnitude, out int scale)
    {
        if ((uint)(length - 1) >= 8)
        {
            return TryLongFixedPoint(p, length, out magnitude, out scale);
        }

        ulong digits = NumberParser.Digits.LoadRightAligned(p, length);
        int after = NumberParser.Digits.RemovePoint(ref digits);
        magnitude = NumberParser.Digits.Value(digits);
        scale = Math.Max(after, 0);
        return NumberParser.Digits.NotDigits(digits) == 0 && HasJsonEnds(p, length, after);
    }

    private static bool TryLongFixedPoint(byte* p, int length, out ulong magnitude, out int scale)
    {
        magnitude = 0;
        scale = 0;
        if ((uint)(length - 9) >= 7)
        {
            return false;
        }

        ulong high = NumberParser.Digits.LoadRightAligned(p, length - 8);
        ulong low = NumberParser.Digits.LoadRightAligned(p + length - 8, 8);
        ulong unit = 100_000_000;
        int after = NumberParser.Digits.RemovePoint(ref low);
        if (after >= 0)
        {
            unit = 10_000_000;
        }
        else
        {
            after = NumberParser.Digits.RemovePoint(ref high);
            after = after < 0 ? after : after + 8;
        }

        scale = Math.Max(after, 0);
        magnitude = (NumberParser.Digits.Value(high) * unit) + NumberParser.Digits.Value(low);
        return (NumberParser.Digits.NotDigits(high) | NumberParser.Digits.NotDigits(low)) == 0 && HasJsonEnds(p, length, after);
    }

    /// <summary>No point at an end, no leading zero but right before the point.</summary>
    /// <param name="after">Digits after the point, or negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasJsonEnds(byte* p, int length, int after) =>
        *p != (byte)'.' && after != 0 && (*p != (byte)'0' || length == 1 || p[1] == (byte)'.');

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryInt64Rare(byte* p, int length, out long value)
    {
        value = 0;
        return length > 0 && NumberParser.IsJsonNumber(p, length) && NumberParser.TryInt64(p, length, out value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryDoubleRare(byte* p, int length, out double value)
    {
        value = 0;
        return length > 0 && NumberParser.IsJsonNumber(p, length) && NumberParser.TryDouble(p, length, out value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryDecimalRare(byte* p, int length, out decimal value)
    {
        value = 0;
        return length > 0 && NumberParser.IsJsonNumber(p, length) && NumberParser.TryDecimal(p, length, out value);
    }
}
