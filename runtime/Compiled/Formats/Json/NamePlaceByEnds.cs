using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>By the first and the last eight bytes. Where a name is shorter, bytes before it do not count.</summary>
internal readonly unsafe struct NamePlaceByEnds : INamePlace
{
    private const int WordBytes = 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Of(Vector256<byte> bytes, byte* name, nint length, ulong headFactor, ulong tailFactor, int shift)
    {
        // Bits above the name's own bytes in a word that ends with it: shifts count modulo 64, and a name of eight bytes or more keeps all.
        nint missing = WordBytes - length;
        missing &= ~(missing >> 63);
        ulong tail = Unsafe.ReadUnaligned<ulong>(name + length - WordBytes) >> (int)(missing * 8);
        return (nint)(((bytes.AsUInt64().ToScalar() * headFactor) + (tail * tailFactor)) >> shift);
    }
}
