using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>What makes a CSV field need quotes wherever it stands: the quote, the delimiter, line breaks.</summary>
internal readonly struct CsvSpecialBytes(byte delimiter) : ISpecialBytes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Find(ulong eight) =>
        EightBytes.Equal(eight, (byte)'"') | EightBytes.Equal(eight, (byte)'\n') | EightBytes.Equal(eight, (byte)'\r') | EightBytes.Equal(eight, delimiter);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Find(Vector128<byte> sixteen) =>
        Vector128.Equals(sixteen, Vector128.Create((byte)'"')) | Vector128.Equals(sixteen, Vector128.Create((byte)'\n'))
        | Vector128.Equals(sixteen, Vector128.Create((byte)'\r')) | Vector128.Equals(sixteen, Vector128.Create(delimiter));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> Find(Vector256<byte> thirtyTwo) =>
        Vector256.Equals(thirtyTwo, Vector256.Create((byte)'"')) | Vector256.Equals(thirtyTwo, Vector256.Create((byte)'\n'))
        | Vector256.Equals(thirtyTwo, Vector256.Create((byte)'\r')) | Vector256.Equals(thirtyTwo, Vector256.Create(delimiter));
}
