using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Memory;

/// <summary>
/// Integers divided by a constant, rounded toward zero as C# does, exactly: as many as a vector of the width in the method's name holds. Not for users' code.
/// </summary>
/// <remarks>
/// The reciprocal is greater than the divisor's by at most one and a half units in the last place. So a multiple never falls below its quotient, and up to 2^50 no other number reaches the next one:
/// the error of the product stays below a half of a divisor's part. Longer numbers are divided twice: the first quotient is wrong by a few thousand at most, or by 2^64,
/// which the subtraction undoes; what is left is divided exactly, but may have the other sign than the dividend. There is no call in that: one in a loop, rare as it were, has its result in memory, and the short way's would go there, too.
/// </remarks>
public static class VectorQuotients
{
    private const long Longest = 1L << 50;

    /// <summary>8 quotients.</summary>
    /// <param name="dividends">Any values.</param>
    /// <param name="divisor">1 to 2^31 - 1.</param>
    /// <param name="reciprocal">The double after <c>1.0 / divisor</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Of512(Vector512<long> dividends, long divisor, double reciprocal) =>
        Vector512.LessThanOrEqualAll((dividends + Vector512.Create(Longest)).AsUInt64(), Vector512.Create(2ul * Longest))
            ? Estimate512(dividends, reciprocal)
            : LongOf512(dividends, divisor, reciprocal);

    /// <summary>4 quotients; as <see cref="Of512(Vector512{long}, long, double)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Of256(Vector256<long> dividends, long divisor, double reciprocal) =>
        Vector256.LessThanOrEqualAll((dividends + Vector256.Create(Longest)).AsUInt64(), Vector256.Create(2ul * Longest))
            ? Estimate256(dividends, reciprocal)
            : LongOf256(dividends, divisor, reciprocal);

    /// <summary>2 quotients; as <see cref="Of512(Vector512{long}, long, double)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> Of128(Vector128<long> dividends, long divisor, double reciprocal) =>
        Vector128.Create(dividends.GetElement(0) / divisor, dividends.GetElement(1) / divisor);

    /// <summary>16 quotients; as <see cref="Of512(Vector512{long}, long, double)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Of512(Vector512<int> dividends, int divisor, double reciprocal) =>
        Vector512.Create(Narrow(dividends.GetLower(), reciprocal), Narrow(dividends.GetUpper(), reciprocal));

    /// <summary>8 quotients; as <see cref="Of512(Vector512{long}, long, double)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Of256(Vector256<int> dividends, int divisor, double reciprocal) =>
        Vector512.IsHardwareAccelerated
            ? Narrow(dividends, reciprocal)
            : Vector256.Create(Narrow(dividends.GetLower(), reciprocal), Narrow(dividends.GetUpper(), reciprocal));

    /// <summary>4 quotients; as <see cref="Of512(Vector512{long}, long, double)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Of128(Vector128<int> dividends, int divisor, double reciprocal) => Narrow(dividends, reciprocal);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Narrow(Vector256<int> dividends, double reciprocal)
    {
        Vector512<double> quotients = VectorLanes.Doubles512(dividends) * Vector512.Create(reciprocal);
        return Avx512F.IsSupported
            ? Avx512F.ConvertToVector256Int32WithTruncation(quotients)
            : Vector512.Narrow(Vector512.ConvertToInt64Native(quotients), Vector512<long>.Zero).GetLower();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Narrow(Vector128<int> dividends, double reciprocal)
    {
        Vector256<double> quotients = VectorLanes.Doubles256(dividends) * Vector256.Create(reciprocal);
        return Avx.IsSupported
            ? Avx.ConvertToVector128Int32WithTruncation(quotients)
            : Vector256.Narrow(Vector256.ConvertToInt64Native(quotients), Vector256<long>.Zero).GetLower();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> LongOf512(Vector512<long> dividends, long divisor, double reciprocal)
    {
        Vector512<long> quotients = Estimate512(dividends, reciprocal);
        quotients += Estimate512(dividends - (quotients * divisor), reciprocal);
        Vector512<long> left = dividends - (quotients * divisor);
        return quotients + ((left & ~dividends) >> 63) - ((-left & dividends) >> 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Estimate512(Vector512<long> dividends, double reciprocal) =>
        Vector512.ConvertToInt64Native(Vector512.ConvertToDouble(dividends) * Vector512.Create(reciprocal));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> LongOf256(Vector256<long> dividends, long divisor, double reciprocal)
    {
        Vector256<long> quotients = Estimate256(dividends, reciprocal);
        quotients += Estimate256(dividends - (quotients * divisor), reciprocal);
        Vector256<long> left = dividends - (quotients * divisor);
        return quotients + ((left & ~dividends) >> 63) - ((-left & dividends) >> 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Estimate256(Vector256<long> dividends, double reciprocal) =>
        Vector256.ConvertToInt64Native(Vector256.ConvertToDouble(dividends) * Vector256.Create(reciprocal));
}
