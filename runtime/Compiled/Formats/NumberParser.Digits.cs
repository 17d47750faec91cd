using System.Runtime.CompilerServices;

namespace Compiled.Formats;

public static unsafe partial class NumberParser
{
    /// <summary>Eight ASCII digits in a 64-bit word, converted by three multiplications.</summary>
    internal static class Digits
    {
        private const ulong Zeros = 0x3030303030303030;
        private const ulong Points = 0x1E1E1E1E1E1E1E1E; // '.' ^ '0'
        private const ulong HighBits = 0x8080808080808080;
        private const ulong AboveNine = 0x7676767676767676; // 0x80 - 10

        /// <summary>
        /// The first <paramref name="length"/> bytes (1 to 8), '0' subtracted, the last one in the top byte, zeros before the first: so a number of any length is a number of eight digits.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong LoadRightAligned(byte* p, int length) => (Unsafe.ReadUnaligned<ulong>(p) ^ Zeros) << (64 - (8 * length));

        /// <summary>Nonzero if a byte is not 0 to 9. A carry cannot hide one: a byte that overflows has its own top bit set.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong NotDigits(ulong digits) => ((digits + AboveNine) | digits) & HighBits;

        /// <summary>The value of eight digits 0 to 9, first digit in the low byte.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ulong Value(ulong digits)
        {
            digits = (digits * 10) + (digits >> 8);
            return (((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
        }

        /// <summary>A number of 1 to 16 digits and nothing else.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool TryUpTo16(byte* p, int length, out ulong value)
        {
            if (length <= 8)
            {
                ulong digits = LoadRightAligned(p, length);
                value = Value(digits);
                return NotDigits(digits) == 0;
            }

            ulong high = LoadRightAligned(p, length - 8);
            ulong low = LoadRightAligned(p + length - 8, 8);
            value = (Value(high) * 100_000_000) + Value(low);
            return (NotDigits(high) | NotDigits(low)) == 0;
        }

        /// <summary>Takes one decimal point out of eight digits.</summary>
        /// <returns>Digits after the point (0 to 7), or -1 if there is no point.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int RemovePoint(ref ulong digits)
        {
            ulong difference = digits ^ Points;
            ulong found = (difference - 0x0101010101010101) & ~difference & HighBits;
            if (found == 0)
            {
                return -1;
            }

            // The lowest set bit is exact: borrows only spoil higher bytes.
            ulong before = (found & (0 - found)) - 1; // all bits below the point's top bit
            before >>= 7;                             // all bits of the bytes before the point
            ulong through = (before << 8) | 0xFF;
            digits = ((digits & before) << 8) | (digits & ~through);
            return 7 - (System.Numerics.BitOperations.TrailingZeroCount(found) >> 3);
        }
    }
}
