using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Formats;

public static unsafe partial class NumberParser
{
    private const NumberStyles RealStyles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const ulong ExactInDouble = 1UL << 53;
    private const int ExactPower = 22;

    // An array: a span over constant doubles allocates whenever code runs unoptimised.
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>
    /// The nearest double, as <see cref="double.Parse(string)"/> with the invariant culture gives it; also <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDouble(byte* p, int length, out double value)
    {
        // Magnitude and power of ten are exact, so the one division rounds once and therefore rightly.
        if (TryFixedPoint(p, length, out ulong magnitude, out int scale, out bool negative))
        {
            double positive = magnitude;
            if (scale != 0)
            {
                positive /= Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(PowersOfTen), scale);
            }

            value = negative ? -positive : positive;
            return true;
        }

        return TryDoubleRare(p, length, out value);
    }

    /// <summary>The nearest float, rounded once from the text.</summary>
    public static bool TrySingle(byte* p, int length, out float value)
    {
        // A quotient of integers that floats hold exactly is rounded once; a detour over double could round twice.
        if (TryFixedPoint(p, length, out ulong magnitude, out int scale, out bool negative) && magnitude <= 1 << 24 && scale <= 10)
        {
            float positive = magnitude / (float)PowersOfTen[scale];
            value = negative ? -positive : positive;
            return true;
        }

        value = 0;
        return !EndsWithNul(p, length) && float.TryParse(new ReadOnlySpan<byte>(p, length), RealStyles, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>
    /// Digits with at most one point and no exponent, at most 16 bytes after the sign: the number is <paramref name="magnitude"/> / 10^<paramref name="scale"/>, with
    /// a magnitude below 10^15 if there is a point. False if the text has another form, right or wrong.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFixedPoint(byte* p, int length, out ulong magnitude, out int scale, out bool negative)
    {
        negative = *p == (byte)'-';
        p += negative ? 1 : 0;
        length -= negative ? 1 : 0;
        if ((uint)(length - 1) < 8)
        {
            ulong digits = Digits.LoadRightAligned(p, length);
            int after = Digits.RemovePoint(ref digits);
            magnitude = Digits.Value(digits);
            scale = Math.Max(after, 0);
            return Digits.NotDigits(digits) == 0 && (after < 0 || length > 1);
        }

        return TryLongFixedPoint(p, length, out magnitude, out scale);
    }

    private static bool TryLongFixedPoint(byte* p, int length, out ulong magnitude, out int scale)
    {
        magnitude = 0;
        scale = 0;
        if ((uint)(length - 9) >= 8)
        {
            return false;
        }

        ulong high = Digits.LoadRightAligned(p, length - 8);
        ulong low = Digits.LoadRightAligned(p + length - 8, 8);
        ulong unit = 100_000_000;
        int after = Digits.RemovePoint(ref low);
        if (after >= 0)
        {
            scale = after;
            unit = 10_000_000;
        }
        else
        {
            after = Digits.RemovePoint(ref high);
            scale = after < 0 ? 0 : after + 8;
        }

        // A second point is not a digit, so it is refused here.
        magnitude = (Digits.Value(high) * unit) + Digits.Value(low);
        return (Digits.NotDigits(high) | Digits.NotDigits(low)) == 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryDoubleRare(byte* p, int length, out double value) =>
        TryScientific(p, length, out value)
        || (!EndsWithNul(p, length) && double.TryParse(new ReadOnlySpan<byte>(p, length), RealStyles, CultureInfo.InvariantCulture, out value));

    /// <summary>At most 19 digits with point and exponent, if magnitude and power of ten are exact in a double.</summary>
    private static bool TryScientific(byte* p, int length, out double value)
    {
        value = 0;
        byte* end = p + length;
        bool negative = p < end && *p == (byte)'-';
        p += negative ? 1 : 0;
        ulong magnitude = 0;
        int power = 0;
        byte* first = p;
        byte* point = null;
        for (; p < end && p - first <= 19; p++)
        {
            uint digit = (uint)(*p - '0');
            if (digit <= 9)
            {
                magnitude = (magnitude * 10) + digit;
            }
            else if (*p == (byte)'.' && point == null)
            {
                point = p;
            }
            else
            {
                break;
            }
        }

        int digits = (int)(p - first) - (point == null ? 0 : 1);
        if (digits is 0 or > 19 || magnitude > ExactInDouble)
        {
            return false;
        }

        if (point != null)
        {
            power = -(int)(p - point - 1);
        }

        if (p < end)
        {
            if ((*p | 0x20) != (byte)'e' || end - p > 5 || !TryInt64Rare(p + 1, (int)(end - p - 1), out long exponent))
            {
                return false;
            }

            power += (int)exponent;
        }

        if (Math.Abs(power) > ExactPower)
        {
            return false;
        }

        double positive = power < 0 ? magnitude / PowersOfTen[-power] : magnitude * PowersOfTen[power];
        value = negative ? -positive : positive;
        return true;
    }
}
