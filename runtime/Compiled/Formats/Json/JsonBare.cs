using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Values without quotes and brackets: a run of letters, digits, <c>+</c>, <c>-</c> and <c>.</c>. A skipped value is not looked at more closely.
/// </summary>
internal static unsafe class JsonBare
{
    // One bit for each high nibble that holds such characters; a byte is one if the bits of its two nibbles meet.
    private const byte Punctuation = 1;     // 2x: + - .
    private const byte Digit = 2;           // 3x: 0 to 9
    private const byte LetterLow = 4;       // 4x 6x: A to O
    private const byte LetterHigh = 8;      // 5x 7x: P to Z

    private static Vector128<byte> HighNibbles => Vector128.Create(0, 0, Punctuation, Digit, LetterLow, LetterHigh, LetterLow, LetterHigh, 0, 0, 0, 0, 0, 0, 0, 0);

    private static Vector128<byte> LowNibbles => Vector128.Create(
        Digit | LetterHigh,
        Digit | LetterLow | LetterHigh,
        Digit | LetterLow | LetterHigh,
        Digit | LetterLow | LetterHigh,
        Digit | LetterLow | LetterHigh,
        Digit | LetterLow | LetterHigh,
        Digit | LetterLow | LetterHigh,
        Digit | LetterLow | LetterHigh,
        Digit | LetterLow | LetterHigh,
        Digit | LetterLow | LetterHigh,
        LetterLow | LetterHigh,
        LetterLow | Punctuation,
        LetterLow,
        LetterLow | Punctuation,
        LetterLow | Punctuation,
        LetterLow);

    /// <summary>Whether <paramref name="b"/> may stand in such a value.</summary>
    public static bool IsBare(byte b) => (b | 0x20) is >= (byte)'a' and <= (byte)'z' || b is (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'-' or (byte)'.';

    /// <summary>Length of the run at <paramref name="p"/>, at most up to <paramref name="end"/>; 16 bytes after that are readable.</summary>
    public static int Run(byte* p, byte* end)
    {
        byte* start = p;
        while (p < end)
        {
            int n = BitOperations.TrailingZeroCount(~Bits(p) | 0x10000);
            p += n;
            if (n < 16)
            {
                break;
            }
        }

        return (int)(Math.Min((nint)p, (nint)end) - (nint)start);
    }

    /// <summary>Whether the bytes are one such run: not empty, and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsRun(byte* p, int length)
    {
        if ((uint)(length - 1) < 16)
        {
            uint wanted = (2u << (length - 1)) - 1;
            return (Bits(p) & wanted) == wanted;
        }

        return length > 0 && Run(p, p + length) == length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(byte* p)
    {
        if (Ssse3.IsSupported)
        {
            Vector128<byte> bytes = Vector128.Load(p);
            Vector128<byte> nibble = Vector128.Create((byte)0x0F);
            Vector128<byte> low = Ssse3.Shuffle(LowNibbles, bytes & nibble);
            Vector128<byte> high = Ssse3.Shuffle(HighNibbles, (bytes.AsUInt16() >> 4).AsByte() & nibble);
            return ~Vector128.Equals(low & high, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
        }

        uint bits = 0;
        for (int i = 0; i < 16; i++)
        {
            bits |= IsBare(p[i]) ? 1u << i : 0;
        }

        return bits;
    }
}
