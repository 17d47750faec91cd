using System.Buffers.Text;
using System.Globalization;

namespace Compiled.Formats;

/// <summary>Numbers to text: the shortest that reads back the same. Every method writes ASCII to the front of its destination and returns the number of bytes.</summary>
public static class NumberWriter
{
    /// <summary>Most bytes that any method writes.</summary>
    public const int MaxLength = 48;

    private const double LargestExact = 1e15;

    private static readonly double[] Powers = [1, 10, 100, 1000, 10_000];

    /// <summary>A whole number.</summary>
    public static int Write(long value, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(value, destination, out int length);
        return length;
    }

    /// <summary>A whole number.</summary>
    public static int Write(ulong value, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(value, destination, out int length);
        return length;
    }

    /// <summary>The shortest digits that read back the same double; <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    public static int Write(double value, Span<byte> destination)
    {
        if (TryWriteFixed(value, destination, out int length))
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
    /// Amounts of money and the like: at most four digits after the point and fifteen in all. A decimal of fifteen digits reads back as itself, so the
    /// first scale whose quotient is the value gives the shortest text.
    /// </summary>
    private static bool TryWriteFixed(double value, Span<byte> destination, out int length)
    {
        length = 0;
        double magnitude = Math.Abs(value);
        if (!(magnitude * 10_000 < LargestExact) || magnitude == 0)
        {
            return false;
        }

        for (int scale = 0; scale < Powers.Length; scale++)
        {
            long scaled = (long)((magnitude * Powers[scale]) + 0.5);
            if (scaled / Powers[scale] == magnitude)
            {
                length = WriteScaled(scaled, scale, value < 0, destination);
                return scaled != 0;
            }
        }

        return false;
    }

    private static int WriteScaled(long scaled, int scale, bool negative, Span<byte> destination)
    {
        (long whole, long fraction) = Math.DivRem(scaled, (long)Powers[scale]);
        int length = 0;
        if (negative)
        {
            destination[length++] = (byte)'-';
        }

        length += Write(whole, destination[length..]);
        if (scale == 0)
        {
            return length;
        }

        destination[length] = (byte)'.';
        for (int i = scale; i > 0; i--)
        {
            (fraction, long digit) = Math.DivRem(fraction, 10);
            destination[length + i] = (byte)('0' + digit);
        }

        return length + scale + 1;
    }
}
