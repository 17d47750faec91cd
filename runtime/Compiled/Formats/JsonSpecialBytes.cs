using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>What must be escaped in a JSON text: below U+0020, the quote, the backslash.</summary>
internal readonly struct JsonSpecialBytes : ISpecialBytes
{
    public byte Harmless => (byte)'a';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(ulong eight) => EightBytes.Below(eight, 0x20) | EightBytes.Equal(eight, (byte)'"') | EightBytes.Equal(eight, (byte)'\\');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Find(Vector128<byte> sixteen) =>
        Vector128.LessThan(sixteen, Vector128.Create((byte)0x20)) | Vector128.Equals(sixteen, Vector128.Create((byte)'"')) | Vector128.Equals(sixteen, Vector128.Create((byte)'\\'));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAnyIn(Vector256<byte> thirtyTwo)
    {
        // Each becomes 0 where it is special, so that one comparison is enough.
        Vector256<byte> quotes = thirtyTwo ^ Vector256.Create((byte)'"');
        Vector256<byte> backslashes = thirtyTwo ^ Vector256.Create((byte)'\\');
        Vector256<byte> controls = Vector256.SubtractSaturate(thirtyTwo, Vector256.Create((byte)0x1F));
        return Vector256.EqualsAny(Vector256.Min(Vector256.Min(quotes, backslashes), controls), Vector256<byte>.Zero);
    }
}
