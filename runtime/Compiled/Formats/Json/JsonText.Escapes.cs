using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using Compiled.Memory;

namespace Compiled.Formats;

/// <content>Unescaping.</content>
internal static unsafe partial class JsonText
{
    private const int LettersInEscape = 6;

    /// <summary>What the letter after a backslash stands for; 0 if it must not stand there.</summary>
    private static readonly byte[] Simple = MakeSimple();

    /// <summary>The value of a hexadecimal digit; -1 of what is none, which makes every number that it is in negative.</summary>
    private static readonly int[] Hex = MakeHex();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryUnescape(byte* p, int length, JsonScratch scratch, out Utf8Slice text)
    {
        byte* start = scratch.Reserve(length);
        byte* to = start;
        byte* end = p + length;
        text = default;
        while (p < end)
        {
            // A whole vector is copied, plain or not: what is too much is written over, and both sides have room behind them.
            Vector256<byte> bytes = Vector256.Load(p);
            bytes.Store(to);
            uint backslashes = Vector256.Equals(bytes, Vector256.Create((byte)'\\')).ExtractMostSignificantBits();
            long plain = Math.Min(end - p, BitOperations.TrailingZeroCount(backslashes));
            p += plain;
            to += plain;
            if (p < end && plain < Vector256<byte>.Count && !TryEscape(ref p, end, ref to))
            {
                return false;
            }
        }

        scratch.Keep((int)(to - start));
        text = new Utf8Slice(start, (int)(to - start));
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEscape(ref byte* p, byte* end, ref byte* to)
    {
        if (end - p < 2)
        {
            return false;
        }

        if (p[1] == (byte)'u')
        {
            return TryUnicode(ref p, end, ref to);
        }

        byte value = Simple[p[1]];
        *to++ = value;
        p += 2;
        return value != 0;
    }

    /// <summary>One \uXXXX, or two that are a surrogate pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryUnicode(ref byte* p, byte* end, ref byte* to)
    {
        int unit = HexAt(p, end);
        p += LettersInEscape;
        if ((uint)unit < 0x80)
        {
            *to++ = (byte)unit;
            return true;
        }

        if (unit < 0)
        {
            return false;
        }

        if (char.IsHighSurrogate((char)unit) && HexAt(p, end) is >= 0 and var low && char.IsLowSurrogate((char)low))
        {
            p += LettersInEscape;
            unit = char.ConvertToUtf32((char)unit, (char)low);
        }

        if (!Rune.TryCreate(unit, out Rune rune))
        {
            return false;
        }

        // Never longer than the escape was: 6 bytes for 3, 12 for 4.
        to += rune.EncodeToUtf8(new Span<byte>(to, 4));
        return true;
    }

    /// <summary>The number of the \uXXXX that stands here, or a negative one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HexAt(byte* p, byte* end)
    {
        if (end - p < LettersInEscape || p[0] != (byte)'\\' || p[1] != (byte)'u')
        {
            return -1;
        }

        int[] hex = Hex;
        return (hex[p[2]] << 12) | (hex[p[3]] << 8) | (hex[p[4]] << 4) | hex[p[5]];
    }

    private static byte[] MakeSimple()
    {
        byte[] letters = new byte[256];
        foreach ((char letter, char value) in new[] { ('"', '"'), ('\\', '\\'), ('/', '/'), ('b', '\b'), ('f', '\f'), ('n', '\n'), ('r', '\r'), ('t', '\t') })
        {
            letters[letter] = (byte)value;
        }

        return letters;
    }

    private static int[] MakeHex()
    {
        int[] digits = new int[256];
        Array.Fill(digits, -1);
        for (int value = 0; value < 16; value++)
        {
            digits["0123456789abcdef"[value]] = value;
            digits["0123456789ABCDEF"[value]] = value;
        }

        return digits;
    }
}
