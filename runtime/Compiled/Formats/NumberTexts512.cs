using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Numbers to text, eight at a time with AVX-512. Each gets a slot of sixteen bytes with its digits at the end; what of it is the text is told by its place: the length in the upper half,
/// the first byte in the lower one, or 0 if the number must be written in another way.
/// </summary>
internal static unsafe class NumberTexts512
{
    /// <summary>Bytes that a number takes of the texts.</summary>
    public const int SlotBytes = 16;

    // One byte of a slot is left for the sign.
    private const ulong TooLong = 1_000_000_000_000_000;
    private const ulong TooLongScaled = TooLong / 10;
    private const int LastWholeDigit = 10;

    public static bool IsSupported => Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512CD.VL.IsSupported;

    /// <summary>Whole numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Integers(long* values, int rows, byte* texts, uint* places)
    {
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<long> value = Vector512.Load(values + r);
            Vector512<long> magnitude = Vector512.Abs(value);
            Vector512<long> isShort = Vector512.LessThan(magnitude.AsUInt64(), Vector512.Create(TooLong)).AsInt64();
            Digits(magnitude, out Vector512<byte> first, out Vector512<byte> second);
            Vector256<uint> filled = Filled(first, second) | Vector256.Create(1u << 15);
            byte* slots = texts + (r * SlotBytes);
            (first | Vector512.Create((byte)'0')).Store(slots);
            (second | Vector512.Create((byte)'0')).Store(slots + 64);
            Place(filled, value, isShort, r, texts, places);
        }
    }

    /// <summary>Doubles that are whole numbers of ten-thousandths, which one division proves: see <see cref="NumberWriter"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Reals(double* values, int rows, byte* texts, uint* places)
    {
        // The first digit is always 0 and makes room for the point.
        Vector512<byte> spread = Vector512.Create(Vector256.Create(Vector128.Create((byte)1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0x80, 12, 13, 14, 15)));
        Vector512<byte> letters = Vector512.Create(Vector256.Create(Vector128.Create("00000000000.0000"u8)));
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<double> value = Vector512.Load(values + r);
            Vector512<double> magnitude = Vector512.Abs(value);
            Vector512<long> scaled = Vector512.ConvertToInt64Native((magnitude * Vector512.Create(10_000.0)) + Vector512.Create(0.5));
            Vector512<double> quotient = Vector512.ConvertToDouble(scaled) / Vector512.Create(10_000.0);

            // Of the zeros only the positive one has no sign; what is no number or too large gives a negative one.
            Vector512<long> isExact = Vector512.Equals(quotient, magnitude).AsInt64() & (Vector512.GreaterThan(scaled, Vector512<long>.Zero) | Vector512.Equals(value.AsInt64(), Vector512<long>.Zero));
            isExact &= Vector512.LessThan(scaled.AsUInt64(), Vector512.Create(TooLongScaled)).AsInt64();
            Digits(scaled, out Vector512<byte> first, out Vector512<byte> second);
            first = Avx512BW.Shuffle(first, spread);
            second = Avx512BW.Shuffle(second, spread);
            Vector256<uint> filled = Filled(first, second) | Vector256.Create(1u << LastWholeDigit);
            byte* slots = texts + (r * SlotBytes);
            (first | letters).Store(slots);
            (second | letters).Store(slots + 64);
            Place(filled, value.AsInt64(), isExact, r, texts, places);
        }
    }

    // Sixteen digits a number, those of numbers 0 to 3 and of 4 to 7.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Digits(Vector512<long> magnitude, out Vector512<byte> first, out Vector512<byte> second)
    {
        // Numbers of up to eight digits are the rule.
        if (Vector512.LessThanAll(magnitude.AsUInt64(), Vector512.Create(100_000_000ul)))
        {
            Vector512<ulong> digits = Eight(magnitude.AsUInt64());
            first = Avx512F.PermuteVar8x64x2(Vector512<ulong>.Zero, Vector512.Create(0ul, 8, 1, 9, 2, 10, 3, 11), digits).AsByte();
            second = Avx512F.PermuteVar8x64x2(Vector512<ulong>.Zero, Vector512.Create(4ul, 12, 5, 13, 6, 14, 7, 15), digits).AsByte();
            return;
        }

        // A half more, since the product may be too small by a little where the quotient is whole; 10^15 and a half is exact.
        Vector512<ulong> high = Vector512.ConvertToInt64Native((Vector512.ConvertToDouble(magnitude) + Vector512.Create(0.5)) * Vector512.Create(1e-8)).AsUInt64();
        Vector512<ulong> low = magnitude.AsUInt64() - Times(high, 100_000_000);
        Vector512<ulong> highDigits = Eight(high);
        Vector512<ulong> lowDigits = Eight(low);
        first = Avx512F.PermuteVar8x64x2(highDigits, Vector512.Create(0ul, 8, 1, 9, 2, 10, 3, 11), lowDigits).AsByte();
        second = Avx512F.PermuteVar8x64x2(highDigits, Vector512.Create(4ul, 12, 5, 13, 6, 14, 7, 15), lowDigits).AsByte();
    }

    // Halves of four digits, of two, of one: in the order of the text.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Eight(Vector512<ulong> value)
    {
        Vector512<ulong> high = Vector512.ShiftRightLogical(Times(value, 3_518_437_209), 45);
        Vector512<ushort> fours = (high | Vector512.ShiftLeft(value - Times(high, 10_000), 32)).AsUInt16();
        Vector512<ushort> hundreds = Vector512.ShiftRightLogical(Avx512BW.MultiplyHigh(fours, Vector512.Create((ushort)5_243)), 3);
        Vector512<ushort> pairs = hundreds | Vector512.ShiftLeft((fours - (hundreds * Vector512.Create((ushort)100))).AsUInt32(), 16).AsUInt16();
        Vector512<ushort> tens = Avx512BW.MultiplyHigh(pairs, Vector512.Create((ushort)6_554));
        return (tens | Vector512.ShiftLeft(pairs - (tens * Vector512.Create((ushort)10)), 8)).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Times(Vector512<ulong> value, uint factor) => Avx512F.Multiply(value.AsUInt32(), Vector512.Create((ulong)factor).AsUInt32());

    // A bit for each byte of a slot that is not 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Filled(Vector512<byte> first, Vector512<byte> second) =>
        Avx2.ConvertToVector256Int32(Vector128.Create(
            ~Vector512.Equals(first, Vector512<byte>.Zero).ExtractMostSignificantBits(), ~Vector512.Equals(second, Vector512<byte>.Zero).ExtractMostSignificantBits()).AsUInt16()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Place(Vector256<uint> filled, Vector512<long> value, Vector512<long> isDone, int row, byte* texts, uint* places)
    {
        Vector512<long> isNegative = Vector512.LessThan(value, Vector512<long>.Zero) & isDone;
        Vector256<uint> lowest = filled & (Vector256<uint>.Zero - filled);
        Vector256<uint> start = Vector256.Create(31u) - Avx512CD.VL.LeadingZeroCount(lowest) + Avx512F.ConvertToVector256Int32(isNegative).AsUInt32();
        Vector256<uint> end = Vector256.Create(32u) - Avx512CD.VL.LeadingZeroCount(filled);
        Vector256<uint> slots = Vector256.Create((uint)(row * SlotBytes)) + Vector256.Create(0u, 16, 32, 48, 64, 80, 96, 112);
        Vector256<uint> place = Vector256.ShiftLeft(end - start, 16) | (slots + start);
        (place & Avx512F.ConvertToVector256Int32(isDone).AsUInt32()).Store(places + row);
        for (ulong signs = isNegative.ExtractMostSignificantBits(); signs != 0; signs &= signs - 1)
        {
            texts[(ushort)places[row + System.Numerics.BitOperations.TrailingZeroCount(signs)]] = (byte)'-';
        }
    }
}
