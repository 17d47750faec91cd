using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Formats;

/// <summary>Whole numbers as decimal digits, two at a time from a table. Whoever calls has made sure of the room.</summary>
internal static class DigitPairs
{
    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    // An array: a span of constants wider than a byte is made anew, on the heap, by code that is not optimized yet.
    private static readonly ulong[] s_powers =
    [
        0, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
        1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>Writes the two digits of a number below 100.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePair(ref byte destination, uint value) =>
        Unsafe.WriteUnaligned(ref destination, Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref MemoryMarshal.GetReference(Pairs), value * 2)));

    /// <summary>Writes the four digits of a number below 10 000.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteFour(ref byte destination, uint value)
    {
        uint high = value / 100;
        WritePair(ref destination, high);
        WritePair(ref Unsafe.Add(ref destination, 2), value - (high * 100));
    }

    /// <summary>Writes a number without leading zeros.</summary>
    /// <returns>How many digits, 1 to 20.</returns>
    public static int Write(ref byte destination, ulong value)
    {
        int length = CountDigits(value);
        ref byte end = ref Unsafe.Add(ref destination, length);
        while (value >= 10_000)
        {
            ulong rest = value / 10_000;
            end = ref Unsafe.Subtract(ref end, 4);
            WriteFour(ref end, (uint)(value - (rest * 10_000)));
            value = rest;
        }

        uint last = (uint)value;
        if (last >= 100)
        {
            uint rest = last / 100;
            end = ref Unsafe.Subtract(ref end, 2);
            WritePair(ref end, last - (rest * 100));
            last = rest;
        }

        if (last >= 10)
        {
            WritePair(ref Unsafe.Subtract(ref end, 2), last);
        }
        else
        {
            Unsafe.Subtract(ref end, 1) = (byte)('0' + last);
        }

        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountDigits(ulong value)
    {
        // 1233 / 4096 is the logarithm of 2: a guess that is right or one too low. The power of guess 0 is 0, so that 0 has one digit.
        int guess = ((BitOperations.Log2(value | 1) + 1) * 1233) >> 12;
        return guess + (value >= Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(s_powers), guess) ? 1 : 0);
    }
}
