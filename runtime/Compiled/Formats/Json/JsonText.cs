using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>The contents of strings.</summary>
internal static unsafe class JsonText
{
    private const byte FirstPrintable = 0x20;

    /// <summary>Whether a short text is plain: ASCII without escapes and control characters. False for long ones, whatever they hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsShortPlain(byte* p, int length) => length <= 32 && (SpecialBits(p) & ((1UL << length) - 1)) == 0;

    /// <summary>Of the 32 bytes at <paramref name="p"/>, those that are no printable ASCII character or a backslash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SpecialBits(byte* p)
    {
        Vector256<byte> bytes = Vector256.Load(p);

        // Compared with sign, bytes from 0x80 on are small too.
        Vector256<sbyte> special = Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)FirstPrintable)) | Vector256.Equals(bytes, Vector256.Create((byte)'\\')).AsSByte();
        return special.ExtractMostSignificantBits();
    }

    /// <summary>Finds the end of a string.</summary>
    /// <param name="p">The first byte after the opening quote.</param>
    /// <param name="end">The end of the row.</param>
    /// <param name="hasEscape">Whether a backslash stands before it.</param>
    /// <returns>The closing quote, or null.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* FindQuote(byte* p, byte* end, out bool hasEscape)
    {
        uint stops = Stops(p);
        p += BitOperations.TrailingZeroCount(stops);
        hasEscape = false;
        return stops != 0 && *p == (byte)'"' && p < end ? p : FindQuoteFurther(p, end, out hasEscape);
    }

    /// <param name="p">A place in the string, up to which there is no quote and no backslash.</param>
    private static byte* FindQuoteFurther(byte* p, byte* end, out bool hasEscape)
    {
        hasEscape = false;
        while (p < end)
        {
            uint stops = Stops(p);
            if (stops == 0)
            {
                p += 32;
                continue;
            }

            p += BitOperations.TrailingZeroCount(stops);
            if (p >= end)
            {
                return null;
            }

            if (*p == (byte)'"')
            {
                return p;
            }

            hasEscape = true;
            p += 2;
        }

        return null;
    }

    /// <summary>Which of the 32 bytes are quotes or backslashes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Stops(byte* p)
    {
        Vector256<byte> bytes = Vector256.Load(p);
        return (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))).ExtractMostSignificantBits();
    }

    /// <summary>The text between two quotes: where it lies if it is plain, else unescaped in <paramref name="scratch"/>. False if an escape is wrong, a control character stands in it, or it is not UTF-8.</summary>
    public static bool TryRead(byte* p, int length, JsonScratch scratch, out Utf8Slice text)
    {
        text = new Utf8Slice(p, length);
        bool hasEscape = false;
        bool isAscii = true;
        for (int i = 0; i < length; i += 32)
        {
            int left = length - i;
            uint inside = left >= 32 ? uint.MaxValue : (1u << left) - 1;
            if ((SpecialBits(p + i) & inside) == 0)
            {
                continue;
            }

            Vector256<byte> bytes = Vector256.Load(p + i);
            if ((Vector256.LessThan(bytes, Vector256.Create(FirstPrintable)).ExtractMostSignificantBits() & inside) != 0)
            {
                return false;
            }

            hasEscape |= (Vector256.Equals(bytes, Vector256.Create((byte)'\\')).ExtractMostSignificantBits() & inside) != 0;
            isAscii &= (bytes.ExtractMostSignificantBits() & inside) == 0;
        }

        return (isAscii || Utf8.IsValid(new ReadOnlySpan<byte>(p, length))) && (!hasEscape || TryUnescape(p, length, scratch, out text));
    }

    private static bool TryUnescape(byte* p, int length, JsonScratch scratch, out Utf8Slice text)
    {
        byte* start = scratch.Reserve(length);
        byte* to = start;
        byte* end = p + length;
        text = default;
        while (p < end)
        {
            var rest = new ReadOnlySpan<byte>(p, (int)(end - p));
            int plain = rest.IndexOf((byte)'\\');
            if (plain < 0)
            {
                plain = rest.Length;
            }

            rest[..plain].CopyTo(new Span<byte>(to, plain));
            p += plain;
            to += plain;
            if (p < end && !TryEscape(ref p, end, ref to))
            {
                return false;
            }
        }

        scratch.Keep((int)(to - start));
        text = new Utf8Slice(start, (int)(to - start));
        return true;
    }

    private static bool TryEscape(ref byte* p, byte* end, ref byte* to)
    {
        if (end - p < 2)
        {
            return false;
        }

        byte c = p[1];
        if (c == (byte)'u')
        {
            return TryUnicode(ref p, end, ref to);
        }

        p += 2;
        int value = c switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => c,
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => -1,
        };
        *to++ = (byte)value;
        return value >= 0;
    }

    /// <summary>One \uXXXX, or two that are a surrogate pair.</summary>
    private static bool TryUnicode(ref byte* p, byte* end, ref byte* to)
    {
        if (!TryHex(p, end, out int unit))
        {
            return false;
        }

        p += 6;
        if (char.IsHighSurrogate((char)unit) && TryHex(p, end, out int low) && char.IsLowSurrogate((char)low))
        {
            p += 6;
            unit = char.ConvertToUtf32((char)unit, (char)low);
        }

        if (!System.Text.Rune.TryCreate(unit, out System.Text.Rune rune))
        {
            return false;
        }

        // Never longer than the escape was: 6 bytes for 3, 12 for 4.
        to += rune.EncodeToUtf8(new Span<byte>(to, 4));
        return true;
    }

    private static bool TryHex(byte* p, byte* end, out int unit)
    {
        unit = 0;
        if (end - p < 6 || p[0] != (byte)'\\' || p[1] != (byte)'u')
        {
            return false;
        }

        for (int i = 2; i < 6; i++)
        {
            int digit = p[i] switch
            {
                >= (byte)'0' and <= (byte)'9' => p[i] - '0',
                >= (byte)'a' and <= (byte)'f' => p[i] - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => p[i] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                return false;
            }

            unit = (unit << 4) | digit;
        }

        return true;
    }
}
