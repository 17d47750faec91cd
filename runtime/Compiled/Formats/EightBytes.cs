using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>Questions to eight bytes at once; the answer is anything but zero exactly if one of them is what is asked for.</summary>
internal static class EightBytes
{
    private const ulong Ones = 0x0101_0101_0101_0101;
    private const ulong Tops = 0x8080_8080_8080_8080;

    /// <param name="limit">At most 128.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Below(ulong eight, byte limit) => (eight - (Ones * limit)) & ~eight & Tops;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(ulong eight, byte value) => Below(eight ^ (Ones * value), 1);
}
