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

    private const int MaxDigits = 20;

    /// <summary>A whole number.</summary>
    public static int Write(long value, Span<byte> destination)
    {
        if (value >= 0)
        {
            return Write((ulong)value, destination);
        }

        destination[0] = (byte)'-';
        return 1 + Write(unchecked((ulong)-value), destination[1..]);
    }

    /// <summary>A whole number.</summary>
    public static int Write(ulong value, Span<byte> destination)
    {
        destination = destination[..MaxDigits];
        return DigitPairs.Write(ref MemoryMarshal.GetReference(destination), value);
    }

    /// <summary>The shortest digits that read back the same double; <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    public static int Write(double value, Span<byte> destination)
    {
        if (destination.Length >= MaxLength && TryWriteFixed(value, destination, out int length))
        {
            return length;
        }

        value.TryFormat(destination, out length, default, CultureInfo.InvariantCulture);
        return length;
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

    /// <summary>
    /// Amounts of money and the like: at most four digits after the point and fifteen in all. A decimal of fifteen digits reads back as itself, so if the value is a whole
    /// number of ten-thousandths divided by 10 000, that decimal without its trailing zeros is the shortest text.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryWriteFixed(double value, Span<byte> destination, out int length)
    {
        length = 0;
        double magnitude = Math.Abs(value);
        double product = magnitude * 10_000;
        if (!(product < LargestExact))
        {
            return false;
        }

        ulong scaled = (ulong)(long)(product + 0.5);
        if (scaled == 0 || (long)scaled / 10_000.0 != magnitude)
        {
            return false;
        }

        ref byte start = ref MemoryMarshal.GetReference(destination);
        if (value < 0)
        {
            start = (byte)'-';
            length = 1;
        }

        ulong whole = scaled / 10_000;
        uint fraction = (uint)(scaled - (whole * 10_000));
        length += DigitPairs.Write(ref Unsafe.Add(ref start, length), whole);
        if (fraction != 0)
        {
            Unsafe.Add(ref start, length) = (byte)'.';
            DigitPairs.WriteFour(ref Unsafe.Add(ref start, length + 1), fraction);
            length += fraction % 100 != 0 ? (fraction % 10 != 0 ? 5 : 4) : fraction % 1000 != 0 ? 3 : 2;
        }

        return true;
    }
}
