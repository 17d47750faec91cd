using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>What must be escaped in a JSON text: below U+0020, the quote, the backslash.</summary>
internal readonly struct JsonSpecialBytes : ISpecialBytes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(ulong eight) => EightBytes.Below(eight, 0x20) | EightBytes.Equal(eight, (byte)'"') | EightBytes.Equal(eight, (byte)'\\');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Find(Vector128<byte> sixteen) =>
        Vector128.LessThan(sixteen, Vector128.Create((byte)0x20)) | Vector128.Equals(sixteen, Vector128.Create((byte)'"')) | Vector128.Equals(sixteen, Vector128.Create((byte)'\\'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> Find(Vector256<byte> thirtyTwo) =>
        Vector256.LessThan(thirtyTwo, Vector256.Create((byte)0x20)) | Vector256.Equals(thirtyTwo, Vector256.Create((byte)'"')) | Vector256.Equals(thirtyTwo, Vector256.Create((byte)'\\'));
}
