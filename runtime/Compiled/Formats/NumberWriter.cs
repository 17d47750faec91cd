using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Formats;

/// <summary>Numbers to text: the shortest that reads back the same. Every method writes ASCII to the front of its destination, which has room for <see cref="MaxLength"/> bytes, and returns the number of bytes.</summary>
public static class NumberWriter
{
    /// <summary>Most bytes that any method writes.</summary>
    public const int MaxLength = 48;

    private const double LargestExact = 1e15;

    /// <summary>A whole number.</summary>
    public static int Write(long value, Span<byte> destination)
    {
        ref byte start = ref MemoryMarshal.GetReference(destination[..MaxLength]);
        return LengthFrom(ref start, ref Write(ref start, value));
    }

    /// <summary>A whole number.</summary>
    public static int Write(ulong value, Span<byte> destination)
    {
        ref byte start = ref MemoryMarshal.GetReference(destination[..MaxLength]);
        return LengthFrom(ref start, ref Write(ref start, value));
    }

    /// <summary>The shortest digits that read back the same double; <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    public static int Write(double value, Span<byte> destination)
    {
        ref byte start = ref MemoryMarshal.GetReference(destination[..MaxLength]);
        return LengthFrom(ref start, ref Write(ref start, value));
    }

    /// <summary>The shortest digits that read back the same float; <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    public static int Write(float value, Span<byte> destination)
    {
        value.TryFormat(destination, out int length, default, CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>All digits, trailing zeros too.</summary>
    public static int Write(decimal value, Span<byte> destination)
    {
        value.TryFormat(destination, out int length, default, CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary>A whole number, where there is room for <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Behind its last digit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref byte Write(ref byte at, long value)
    {
        // The sign is written in any case, and kept or written over.
        at = (byte)'-';
        ulong sign = (ulong)(value >> 63);
        return ref Write(ref Unsafe.Add(ref at, -(nint)sign), ((ulong)value ^ sign) - sign);
    }

    /// <summary>A whole number, where there is room for <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Behind its last digit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref byte Write(ref byte at, ulong value) => ref DigitWords.Write(ref at, value);

    /// <summary>
    /// A double, where there is room for <see cref="MaxLength"/> bytes. Amounts of money and the like have at most four digits after the point and fifteen in all. A decimal of fifteen digits
    /// reads back as itself, so if the value is a whole number of ten-thousandths divided by 10 000, that decimal without its trailing zeros is the shortest text.
    /// </summary>
    /// <returns>Behind its last digit.</returns>
    internal static ref byte Write(ref byte at, double value)
    {
        double magnitude = Math.Abs(value);
        double product = magnitude * 10_000;
        if (product < LargestExact)
        {
            long scaled = double.ConvertToIntegerNative<long>(product + 0.5);
            if (scaled != 0 && scaled / 10_000.0 == magnitude)
            {
                at = (byte)'-';
                ulong whole = (ulong)scaled / 10_000;
                ref byte point = ref DigitWords.Write(ref Unsafe.Add(ref at, value < 0 ? 1 : 0), whole);
                return ref DigitWords.WriteFraction(ref point, (uint)((ulong)scaled - (whole * 10_000)));
            }
        }

        return ref WriteShortest(ref at, value);
    }

    /// <summary>A float, where there is room for <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Behind its last digit.</returns>
    internal static ref byte Write(ref byte at, float value) => ref Unsafe.Add(ref at, Write(value, MemoryMarshal.CreateSpan(ref at, MaxLength)));

    /// <summary>A decimal, where there is room for <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Behind its last digit.</returns>
    internal static ref byte Write(ref byte at, decimal value) => ref Unsafe.Add(ref at, Write(value, MemoryMarshal.CreateSpan(ref at, MaxLength)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte WriteShortest(ref byte at, double value)
    {
        value.TryFormat(MemoryMarshal.CreateSpan(ref at, MaxLength), out int length, default, CultureInfo.InvariantCulture);
        return ref Unsafe.Add(ref at, length);
    }

    private static int LengthFrom(ref byte start, ref byte end) => (int)Unsafe.ByteOffset(ref start, ref end);
}
