using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Memory;

/// <summary>
/// Lanes of 4 bytes as lanes of 8 bytes, exactly: as many as a vector of the width in the method's name holds. The method for 128 bits takes the lower half of its argument.
/// </summary>
public static class VectorLanes
{
    /// <summary>8 integers, sign extended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Int64s512(Vector256<int> values)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.ConvertToVector512Int64(values);
        }

        (Vector256<long> lower, Vector256<long> upper) = Vector256.Widen(values);
        return Vector512.Create(lower, upper);
    }

    /// <summary>4 integers, sign extended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Int64s256(Vector128<int> values)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int64(values);
        }

        (Vector128<long> lower, Vector128<long> upper) = Vector128.Widen(values);
        return Vector256.Create(lower, upper);
    }

    /// <summary>The lower 2 integers, sign extended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> Int64s128(Vector128<int> values) => Vector128.WidenLower(values);

    /// <summary>8 integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Doubles512(Vector256<int> values) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector512Double(values) : Vector512.Create(Doubles256(values.GetLower()), Doubles256(values.GetUpper()));

    /// <summary>4 integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Doubles256(Vector128<int> values) =>
        Avx.IsSupported ? Avx.ConvertToVector256Double(values) : Vector256.ConvertToDouble(Int64s256(values));

    /// <summary>The lower 2 integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Doubles128(Vector128<int> values) =>
        Sse2.IsSupported ? Sse2.ConvertToVector128Double(values) : Vector128.ConvertToDouble(Int64s128(values));

    /// <summary>8 numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Doubles512(Vector256<float> values) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector512Double(values) : Vector512.Create(Doubles256(values.GetLower()), Doubles256(values.GetUpper()));

    /// <summary>4 numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Doubles256(Vector128<float> values)
    {
        if (Avx.IsSupported)
        {
            return Avx.ConvertToVector256Double(values);
        }

        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(values);
        return Vector256.Create(lower, upper);
    }

    /// <summary>The lower 2 numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Doubles128(Vector128<float> values) => Vector128.WidenLower(values);
}
