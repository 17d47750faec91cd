using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>
/// Whole numbers as decimal digits, eight at a time: a number is split into fours, pairs and digits in the lanes of one word. Up to seven bytes behind the digits are written too;
/// whoever calls has made sure of the room.
/// </summary>
internal static class DigitWords
{
    private const uint TenToFour = 10_000;
    private const uint TenToEight = 100_000_000;
    private const uint FourZeros = 0x3030_3030;
    private const ulong Zeros = 0x3030_3030_3030_3030;

    /// <summary>Writes a number without leading zeros.</summary>
    /// <returns>Behind its 1 to 20 digits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, ulong value)
    {
        if (value >= TenToEight)
        {
            return ref WriteLong(ref at, value);
        }

        // Leading zeros are shifted out, but for the last digit.
        ulong digits = Eight((uint)value);
        nuint zeroBits = (nuint)(uint)BitOperations.TrailingZeroCount(digits | (1ul << 56)) & 56;
        Unsafe.WriteUnaligned(ref at, (digits | Zeros) >> (int)zeroBits);
        return ref Unsafe.AddByteOffset(ref at, 8 - (zeroBits >> 3));
    }

    /// <summary>Writes a point and the digits of a number of ten-thousandths, without trailing zeros; nothing for 0. Eight bytes are written to.</summary>
    /// <param name="tenThousandths">Less than 10 000.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteFraction(ref byte at, uint tenThousandths)
    {
        uint digits = Four(tenThousandths);
        Unsafe.WriteUnaligned(ref at, ((ulong)(digits | FourZeros) << 8) | '.');
        // One more for the point: of 0 nothing is left, and of it a fifth is taken back.
        nuint zeros = (nuint)(uint)BitOperations.LeadingZeroCount(digits) >> 3;
        return ref Unsafe.AddByteOffset(ref at, 5 - zeros - (zeros >> 2));
    }

    /// <summary>The digits of a number below 10 000, the first one in the lowest byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Four(uint value)
    {
        // 10 486 / 2^20 is a hundredth, near enough below 10 000; 103 / 2^10 a tenth below 100.
        uint hundreds = (value * 10_486) >> 20;
        uint pairs = hundreds | ((value - (hundreds * 100)) << 16);
        uint tens = ((pairs * 103) >> 10) & 0x000F_000F;
        return tens | ((pairs - (tens * 10)) << 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Eight(uint value)
    {
        uint high = value / TenToFour;
        ulong fours = high | ((ulong)(value - (high * TenToFour)) << 32);
        ulong hundreds = ((fours * 10_486) >> 20) & 0x0000_007F_0000_007F;
        ulong pairs = hundreds | ((fours - (hundreds * 100)) << 16);
        ulong tens = ((pairs * 103) >> 10) & 0x000F_000F_000F_000F;
        return tens | ((pairs - (tens * 10)) << 8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte WriteLong(ref byte at, ulong value)
    {
        ulong high = value / TenToEight;
        uint low = (uint)(value - (high * TenToEight));
        at = ref Write(ref at, high);
        Unsafe.WriteUnaligned(ref at, Eight(low) | Zeros);
        return ref Unsafe.Add(ref at, 8);
    }
}
