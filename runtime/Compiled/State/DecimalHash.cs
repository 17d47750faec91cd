namespace Compiled.State;

/// <summary>Hash of a decimal by value: 1.0 and 1.00 are one group, and so are 0 and -0.</summary>
internal static class DecimalHash
{
    public static ulong Of(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        if (value.Scale != 0)
        {
            value = WithoutTrailingZeros(value);
        }

        decimal.GetBits(value, parts);
        ulong low = (uint)parts[0] | ((ulong)(uint)parts[1] << 32);
        ulong high = (uint)parts[2] | ((ulong)(uint)parts[3] << 32);
        return (low | (uint)parts[2]) == 0 ? KeyHash.Of(0, 0) : KeyHash.Of(low, high);
    }

    // Dividing by one of the largest scale makes the quotient's scale the least possible.
    private static decimal WithoutTrailingZeros(decimal value) => value / 1.0000000000000000000000000000m;
}
