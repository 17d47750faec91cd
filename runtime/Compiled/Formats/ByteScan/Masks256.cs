using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats.ByteScan;

/// <summary>Two vectors of 256 bits.</summary>
internal readonly unsafe struct Masks256 : IMasks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(byte* bytes, byte value)
    {
        var wanted = Vector256.Create(value);
        return Vector256.Equals(Vector256.Load(bytes), wanted).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(Vector256.Load(bytes + 32), wanted).ExtractMostSignificantBits() << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong High(byte* bytes) =>
        Vector256.Load(bytes).ExtractMostSignificantBits() | ((ulong)Vector256.Load(bytes + 32).ExtractMostSignificantBits() << 32);
}
