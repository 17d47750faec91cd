using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>The contents of strings.</summary>
internal static unsafe partial class JsonText
{
    private const byte FirstPrintable = 0x20;

    /// <summary>Whether a short text is plain: ASCII without escapes and control characters. False for long ones, whatever they hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsShortPlain(byte* p, int length) => length <= 32 && (SpecialBits(p) & ((1UL << length) - 1)) == 0;

    /// <summary>Of the 32 bytes at <paramref name="p"/>, those that are no printable ASCII character or a backslash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SpecialBits(byte* p) => Special(Vector256.Load(p)).ExtractMostSignificantBits();

    /// <summary>Ones for those bytes that are no printable ASCII character or a backslash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Special(Vector256<byte> bytes)
    {
        // Compared with sign, bytes from 0x80 on are small too.
        return Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)FirstPrintable)).AsByte() | Vector256.Equals(bytes, Vector256.Create((byte)'\\'));
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
}
