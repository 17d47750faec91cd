using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>What makes a CSV field need quotes wherever it stands: the quote, the delimiter, line breaks.</summary>
internal readonly struct CsvSpecialBytes(byte delimiter) : ISpecialBytes
{
    public byte Harmless => (byte)(delimiter == 'a' ? 'b' : 'a');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(ulong eight) =>
        EightBytes.Equal(eight, (byte)'"') | EightBytes.Equal(eight, (byte)'\n') | EightBytes.Equal(eight, (byte)'\r') | EightBytes.Equal(eight, delimiter);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Find(Vector128<byte> sixteen) =>
        Vector128.Equals(sixteen, Vector128.Create((byte)'"')) | Vector128.Equals(sixteen, Vector128.Create((byte)'\n'))
        | Vector128.Equals(sixteen, Vector128.Create((byte)'\r')) | Vector128.Equals(sixteen, Vector128.Create(delimiter));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAnyIn(Vector256<byte> thirtyTwo)
    {
        // Each becomes 0 where it is special, so that one comparison is enough.
        Vector256<byte> breaks = Vector256.Min(thirtyTwo ^ Vector256.Create((byte)'\n'), thirtyTwo ^ Vector256.Create((byte)'\r'));
        Vector256<byte> others = Vector256.Min(thirtyTwo ^ Vector256.Create((byte)'"'), thirtyTwo ^ Vector256.Create(delimiter));
        return Vector256.EqualsAny(Vector256.Min(breaks, others), Vector256<byte>.Zero);
    }
}
