using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Memory;

/// <summary>Moves the lanes that a mask names to the lower end of a vector; what the lanes behind them hold then is unspecified unless said otherwise.</summary>
/// <remarks>
/// The values are merged into, not zeros: the instruction that puts zeros there waits for what was in its register before (Zen 4), which often is
/// the end of the row before. Rows are then computed one after the other instead of side by side: twice the time.
/// </remarks>
internal static class PackedLanes
{
    /// <summary>Bytes; those behind are <paramref name="rest"/>'s of the same lane.</summary>
    /// <param name="mask">All ones where a lane is taken.</param>
    /// <param name="values">The lanes.</param>
    /// <param name="rest">A vector that is not all zeros as far as the compiler knows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Of(Vector512<byte> mask, Vector512<byte> values, Vector512<byte> rest) => Avx512Vbmi2.Compress(rest, mask, values);

    /// <summary>Bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Of(Vector512<byte> mask, Vector512<byte> values) => Of(mask, values, values);

    /// <summary>Integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Of(Vector512<int> mask, Vector512<int> values) => Avx512F.Compress(values, mask, values);
}
