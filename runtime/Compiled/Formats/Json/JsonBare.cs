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
    /// <summary>Longest run that is told at once.</summary>
    public const int ShortBytes = 32;

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

    // The same four times over, as constants: made of vectors of 128 bits they would be put together anew in each row.
    private static Vector512<byte> LowNibbles512 => Vector512.Create(0x0E0E0E0E0E0E0E0AUL, 0x04050504050C0E0EUL, 0x0E0E0E0E0E0E0E0AUL, 0x04050504050C0E0EUL, 0x0E0E0E0E0E0E0E0AUL, 0x04050504050C0E0EUL, 0x0E0E0E0E0E0E0E0AUL, 0x04050504050C0E0EUL).AsByte();

    private static Vector512<byte> HighNibbles512 => Vector512.Create(0x0804080402010000UL, 0x0000000000000000UL, 0x0804080402010000UL, 0x0000000000000000UL, 0x0804080402010000UL, 0x0000000000000000UL, 0x0804080402010000UL, 0x0000000000000000UL).AsByte();

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

    /// <summary>
    /// Whether four pieces of a block, each from one place to the next, are such runs of up to 16 bytes; their bytes are looked at together. False also for longer ones.
    /// </summary>
    /// <param name="places">Start, end, start, end…</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreShortRuns512(byte* block, ushort* places)
    {
        uint length0 = (uint)(places[1] - places[0]) - 1;
        uint length1 = (uint)(places[3] - places[2]) - 1;
        uint length2 = (uint)(places[5] - places[4]) - 1;
        uint length3 = (uint)(places[7] - places[6]) - 1;
        Vector512<byte> bytes = Load512(block + places[0], block + places[2], block + places[4], block + places[6]);
        Vector512<byte> nibble = Vector512.Create((byte)0x0F);
        Vector512<byte> low = Avx512BW.Shuffle(LowNibbles512, bytes & nibble);
        Vector512<byte> high = Avx512BW.Shuffle(HighNibbles512, (bytes.AsUInt16() >> 4).AsByte() & nibble);
        ulong others = Vector512.Equals(low & high, Vector512<byte>.Zero).ExtractMostSignificantBits();
        ulong wanted = Ones(length0) | (Ones(length1) << 16) | (Ones(length2) << 32) | (Ones(length3) << 48);
        return (others & wanted) == 0 && (length0 | length1 | length2 | length3) < 16;
    }

    /// <summary>Length of the run at <paramref name="p"/>, at most <see cref="ShortBytes"/>; so many bytes are readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShortRun(byte* p, Vector256<byte> lowNibbles, Vector256<byte> highNibbles) =>
        Avx2.IsSupported ? BitOperations.TrailingZeroCount(Others256(Vector256.Load(p), lowNibbles, highNibbles)) : Run(p, p + ShortBytes);

    /// <summary>What a loop loads once for <see cref="ShortRun"/>: as a property in the loop it would be a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadNibbles(out Vector256<byte> low, out Vector256<byte> high)
    {
        low = Vector256.Create(0x0E0E0E0E0E0E0E0AUL, 0x04050504050C0E0EUL, 0x0E0E0E0E0E0E0E0AUL, 0x04050504050C0E0EUL).AsByte();
        high = Vector256.Create(0x0804080402010000UL, 0x0000000000000000UL, 0x0804080402010000UL, 0x0000000000000000UL).AsByte();
    }

    /// <summary>Which of 32 bytes may not stand in such a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Others256(Vector256<byte> bytes) => Others256(bytes, LowNibbles512.GetLower(), HighNibbles512.GetLower());

    /// <summary>What a loop loads once for <see cref="Others512"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadNibbles(out Vector512<byte> low, out Vector512<byte> high)
    {
        low = LowNibbles512;
        high = HighNibbles512;
    }

    /// <summary>Which of 64 bytes may not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Others512(Vector512<byte> bytes, Vector512<byte> lowNibbles, Vector512<byte> highNibbles)
    {
        Vector512<byte> nibble = Vector512.Create((byte)0x0F);
        Vector512<byte> low = Avx512BW.Shuffle(lowNibbles, bytes & nibble);
        Vector512<byte> high = Avx512BW.Shuffle(highNibbles, (bytes.AsUInt16() >> 4).AsByte() & nibble);
        return Vector512.Equals(low & high, Vector512<byte>.Zero).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Others256(Vector256<byte> bytes, Vector256<byte> lowNibbles, Vector256<byte> highNibbles)
    {
        Vector256<byte> nibble = Vector256.Create((byte)0x0F);
        Vector256<byte> low = Avx2.Shuffle(lowNibbles, bytes & nibble);
        Vector256<byte> high = Avx2.Shuffle(highNibbles, (bytes.AsUInt16() >> 4).AsByte() & nibble);
        return Vector256.Equals(low & high, Vector256<byte>.Zero).ExtractMostSignificantBits();
    }

    /// <summary>Four times 16 bytes. Written as insertions from memory, which take no shuffle each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load512(byte* first, byte* second, byte* third, byte* fourth)
    {
        Vector512<byte> bytes = Vector128.Load(first).ToVector256Unsafe().ToVector512Unsafe();
        bytes = Avx512F.InsertVector128(bytes, Vector128.Load(second), 1);
        bytes = Avx512F.InsertVector128(bytes, Vector128.Load(third), 2);
        return Avx512F.InsertVector128(bytes, Vector128.Load(fourth), 3);
    }

    /// <summary>One more than so many ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Ones(uint count) => (2UL << (int)count) - 1;

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
