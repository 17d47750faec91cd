namespace Compiled.Formats;

public static unsafe partial class NumberParser
{
    /// <summary>
    /// Whether the slice is a number by RFC 8259: <c>-</c> or nothing, digits without a leading zero, then possibly a point with digits and an exponent with digits.
    /// </summary>
    public static bool IsJsonNumber(byte* p, int length)
    {
        byte* end = p + length;
        if (p < end && *p == (byte)'-')
        {
            p++;
        }

        byte* integer = p;
        p = SkipDigits(p, end);
        if (p == integer || (p - integer > 1 && *integer == (byte)'0'))
        {
            return false;
        }

        if (p < end && *p == (byte)'.')
        {
            byte* fraction = p + 1;
            p = SkipDigits(fraction, end);
            if (p == fraction)
            {
                return false;
            }
        }

        if (p < end && (*p | 0x20) == (byte)'e')
        {
            p++;
            if (p < end && (*p == (byte)'+' || *p == (byte)'-'))
            {
                p++;
            }

            byte* exponent = p;
            p = SkipDigits(exponent, end);
            if (p == exponent)
            {
                return false;
            }
        }

        return p == end;
    }

    private static byte* SkipDigits(byte* p, byte* end)
    {
        while (p < end && (uint)(*p - '0') <= 9)
        {
            p++;
        }

        return p;
    }
}
