using System.Globalization;
using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>
/// ASCII text to numbers. The whole slice must be the number: no white space, no group separators. A leading <c>+</c> or <c>-</c> and leading
/// zeros are taken; a caller whose grammar is stricter asks <see cref="IsJsonNumber"/> as well.
/// </summary>
/// <remarks>Up to 16 bytes after the text are read, whatever they hold: frames and decoders' scratch memory are padded for this.</remarks>
public static unsafe partial class NumberParser
{
    /// <summary>A signed number of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryInt64(byte* p, int length, out long value)
    {
        bool negative = *p == (byte)'-';
        int sign = negative ? 1 : 0;
        int digits = length - sign;
        if ((uint)(digits - 1) < 16)
        {
            bool ok = Digits.TryUpTo16(p + sign, digits, out ulong magnitude);
            value = negative ? -(long)magnitude : (long)magnitude;
            return ok || TryInt64Rare(p, length, out value);
        }

        return TryInt64Rare(p, length, out value);
    }

    /// <summary>An unsigned number of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryUInt64(byte* p, int length, out ulong value) =>
        ((uint)(length - 1) < 16 && Digits.TryUpTo16(p, length, out value)) || TryUInt64Rare(p, length, out value) || TryMinusZero(p, length);

    /// <summary>A signed number of 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryInt32(byte* p, int length, out int value)
    {
        bool ok = TryInt64(p, length, out long wide);
        value = (int)wide;
        return ok && value == wide;
    }

    /// <summary>A signed number of 16 bits.</summary>
    public static bool TryInt16(byte* p, int length, out short value)
    {
        bool ok = TryInt64(p, length, out long wide);
        value = (short)wide;
        return ok && value == wide;
    }

    /// <summary>A signed number of 8 bits.</summary>
    public static bool TrySByte(byte* p, int length, out sbyte value)
    {
        bool ok = TryInt64(p, length, out long wide);
        value = (sbyte)wide;
        return ok && value == wide;
    }

    /// <summary>An unsigned number of 8 bits.</summary>
    public static bool TryByte(byte* p, int length, out byte value)
    {
        bool ok = TryInt64(p, length, out long wide);
        value = (byte)wide;
        return ok && value == wide;
    }

    /// <summary>An unsigned number of 16 bits.</summary>
    public static bool TryUInt16(byte* p, int length, out ushort value)
    {
        bool ok = TryInt64(p, length, out long wide);
        value = (ushort)wide;
        return ok && value == wide;
    }

    /// <summary>An unsigned number of 32 bits.</summary>
    public static bool TryUInt32(byte* p, int length, out uint value)
    {
        bool ok = TryInt64(p, length, out long wide);
        value = (uint)wide;
        return ok && value == wide;
    }

    /// <summary>A decimal number; trailing zeros are kept as <see cref="decimal.Parse(string)"/> keeps them. An exponent is taken.</summary>
    public static bool TryDecimal(byte* p, int length, out decimal value)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (TryFixedPoint(p, length, out ulong magnitude, out int scale, out bool negative))
        {
            value = new decimal((int)(uint)magnitude, (int)(magnitude >> 32), 0, negative, (byte)scale);
            return true;
        }

        value = 0;
        return !EndsWithNul(p, length) && decimal.TryParse(new ReadOnlySpan<byte>(p, length), styles, CultureInfo.InvariantCulture, out value);
    }

    /// <summary><c>true</c> or <c>false</c>, in any mixture of upper and lower case.</summary>
    public static bool TryBoolean(byte* p, int length, out bool value)
    {
        const uint lower = 0x20202020;
        const uint trueText = 0x65757274;
        const uint falseText = 0x736C6166;
        value = false;
        if (length == 4)
        {
            value = true;
            return (Unsafe.ReadUnaligned<uint>(p) | lower) == trueText;
        }

        return length == 5 && (Unsafe.ReadUnaligned<uint>(p) | lower) == falseText && (p[4] | 0x20) == (byte)'e';
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryInt64Rare(byte* p, int length, out long value)
    {
        bool negative = length > 0 && *p == (byte)'-';
        value = 0;
        if (negative && length > 1 && p[1] == (byte)'+')
        {
            return false;
        }

        if (!TryUInt64Rare(negative ? p + 1 : p, negative ? length - 1 : length, out ulong magnitude) || magnitude > (ulong)long.MaxValue + (negative ? 1UL : 0))
        {
            return false;
        }

        value = negative ? (long)(0 - magnitude) : (long)magnitude;
        return true;
    }

    private static bool TryMinusZero(byte* p, int length) => TryInt64Rare(p, length, out long value) && value == 0;

    // The framework ignores NUL bytes after a number; here they are bytes like others.
    private static bool EndsWithNul(byte* p, int length) => length > 0 && p[length - 1] == 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryUInt64Rare(byte* p, int length, out ulong value)
    {
        value = 0;
        byte* end = p + length;
        if (length > 1 && *p == (byte)'+')
        {
            p++;
        }

        if (p >= end)
        {
            return false;
        }

        for (; p < end; p++)
        {
            uint digit = (uint)(*p - '0');
            if (digit > 9 || value > ulong.MaxValue / 10 || (value == ulong.MaxValue / 10 && digit > ulong.MaxValue % 10))
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }
}
