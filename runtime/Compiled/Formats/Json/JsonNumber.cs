using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>Numbers by the grammar of JSON, which is stricter than <see cref="NumberParser"/>: no <c>+</c>, no leading zero, no point without a digit on both sides.</summary>
internal static unsafe class JsonNumber
{
    private static ReadOnlySpan<double> Powers => [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>A whole number without point and exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryInt64(byte* p, int length, out long value)
    {
        if ((uint)(length - 1) < 16 && NumberParser.Digits.TryUpTo16(p, length, out ulong digits))
        {
            value = (long)digits;
            return *p != (byte)'0' || length == 1;
        }

        return TryInt64Rare(p, length, out value);
    }

    /// <summary>A whole number of 64 bits without sign.</summary>
    public static bool TryUInt64(byte* p, int length, out ulong value)
    {
        value = 0;
        if (IsMinusZero(p, length))
        {
            return true;
        }

        return NumberParser.IsJsonNumber(p, length) && NumberParser.TryUInt64(p, length, out value);
    }

    /// <summary>The nearest double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDouble(byte* p, int length, out double value)
    {
        if (TryFixedPoint(p, length, out ulong magnitude, out int scale))
        {
            value = magnitude / Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(Powers), scale);
            return true;
        }

        return TryDoubleRare(p, length, out value);
    }

    /// <summary>The nearest float, rounded once.</summary>
    public static bool TrySingle(byte* p, int length, out float value)
    {
        value = 0;
        return NumberParser.IsJsonNumber(p, length) && NumberParser.TrySingle(p, length, out value);
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

    private static bool IsMinusZero(byte* p, int length) => length == 2 && p[0] == (byte)'-' && p[1] == (byte)'0';
}
