using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// UTF-8 by table lookup, 32 bytes a step whatever they hold (Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte"): each fault shows in two neighbouring
/// bytes, by the high and low half of the first and the high half of the second; only the third and fourth byte of a character need the bytes two and three before.
/// </summary>
internal static unsafe class Utf8Validation256
{
    private const byte TooShort = 1;       // a lead is not followed by a continuation
    private const byte TooLong = 2;        // ASCII is followed by a continuation
    private const byte Overlong3 = 4;      // E0 80..9F
    private const byte TooLarge = 8;       // F4 90.. and above
    private const byte Surrogate = 16;     // ED A0..BF
    private const byte Overlong2 = 32;     // C0, C1
    private const byte TooLarge1000 = 64;  // F5.. 80..8F
    private const byte Overlong4 = 64;     // F0 80..8F
    private const byte TwoContinuations = 128;
    private const byte Carry = TooShort | TooLong | TwoContinuations;
    private const byte AnyLarge = Carry | TooLarge | TooLarge1000;
    private const byte Continued = TooLong | Overlong2 | TwoContinuations;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsValid(byte* p, int length)
    {
        Vector256<byte> previous = Vector256<byte>.Zero;
        Vector256<byte> fault = Vector256<byte>.Zero;
        Vector256<byte> unfinished = Vector256<byte>.Zero;
        byte* end = p + (length & -Vector256<byte>.Count);
        for (; p < end; p += Vector256<byte>.Count)
        {
            Vector256<byte> bytes = Vector256.Load(p);
            if (bytes.ExtractMostSignificantBits() == 0)
            {
                fault |= unfinished;
                unfinished = Vector256<byte>.Zero;
            }
            else
            {
                fault |= Faults(bytes, previous);
                unfinished = Unfinished(bytes);
            }

            previous = bytes;
        }

        // The rest, with zeros behind it: a character that ends too early is followed by one of them.
        byte* last = stackalloc byte[Vector256<byte>.Count];
        int left = length & (Vector256<byte>.Count - 1);
        new Span<byte>(last + left, Vector256<byte>.Count - left).Clear();
        new ReadOnlySpan<byte>(p, left).CopyTo(new Span<byte>(last, left));
        fault |= Faults(Vector256.Load(last), previous);
        return fault == Vector256<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Faults(Vector256<byte> bytes, Vector256<byte> previous)
    {
        Vector256<byte> half = Vector256.Create((byte)15);
        Vector256<byte> across = Avx2.Permute2x128(previous, bytes, 0x21); // upper half of previous, lower half of bytes
        Vector256<byte> before1 = Avx2.AlignRight(bytes, across, 15);
        Vector256<byte> before2 = Avx2.AlignRight(bytes, across, 14);
        Vector256<byte> before3 = Avx2.AlignRight(bytes, across, 13);
        Vector256<byte> pairs = Avx2.Shuffle(FirstHigh, HighHalf(before1, half)) & Avx2.Shuffle(FirstLow, before1 & half) & Avx2.Shuffle(SecondHigh, HighHalf(bytes, half));

        // Third bytes of three and four, fourth bytes of four: exactly these must be the second of two continuations.
        Vector256<byte> third = Avx2.SubtractSaturate(before2, Vector256.Create((byte)(0xE0 - 0x80)));
        Vector256<byte> fourth = Avx2.SubtractSaturate(before3, Vector256.Create((byte)(0xF0 - 0x80)));
        return ((third | fourth) & Vector256.Create((byte)0x80)) ^ pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> HighHalf(Vector256<byte> bytes, Vector256<byte> half) => (bytes.AsUInt16() >> 4).AsByte() & half;

    /// <summary>Nonzero if a character begins in the last three bytes and does not end there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Unfinished(Vector256<byte> bytes) =>
        Avx2.SubtractSaturate(bytes, Vector256<byte>.AllBitsSet.WithElement(29, (byte)(0xF0 - 1)).WithElement(30, (byte)(0xE0 - 1)).WithElement(31, (byte)(0xC0 - 1)));

    private static Vector256<byte> FirstHigh
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TwoContinuations, TwoContinuations, TwoContinuations, TwoContinuations,
            TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate, TooShort | TooLarge | TooLarge1000 | Overlong4,
            TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TwoContinuations, TwoContinuations, TwoContinuations, TwoContinuations,
            TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate, TooShort | TooLarge | TooLarge1000 | Overlong4);
    }

    private static Vector256<byte> FirstLow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            Carry | Overlong3 | Overlong2 | Overlong4, Carry | Overlong2, Carry, Carry, Carry | TooLarge, AnyLarge, AnyLarge, AnyLarge,
            AnyLarge, AnyLarge, AnyLarge, AnyLarge, AnyLarge, AnyLarge | Surrogate, AnyLarge, AnyLarge,
            Carry | Overlong3 | Overlong2 | Overlong4, Carry | Overlong2, Carry, Carry, Carry | TooLarge, AnyLarge, AnyLarge, AnyLarge,
            AnyLarge, AnyLarge, AnyLarge, AnyLarge, AnyLarge, AnyLarge | Surrogate, AnyLarge, AnyLarge);
    }

    private static Vector256<byte> SecondHigh
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
            Continued | Overlong3 | TooLarge1000 | Overlong4, Continued | Overlong3 | TooLarge, Continued | Surrogate | TooLarge, Continued | Surrogate | TooLarge,
            TooShort, TooShort, TooShort, TooShort,
            TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
            Continued | Overlong3 | TooLarge1000 | Overlong4, Continued | Overlong3 | TooLarge, Continued | Surrogate | TooLarge, Continued | Surrogate | TooLarge,
            TooShort, TooShort, TooShort, TooShort);
    }
}
