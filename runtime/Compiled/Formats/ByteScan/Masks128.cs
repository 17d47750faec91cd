using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats.ByteScan;

/// <summary>Four vectors of 128 bits.</summary>
internal readonly unsafe struct Masks128 : IMasks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(byte* bytes, byte value)
    {
        var wanted = Vector128.Create(value);
        return Vector128.Equals(Vector128.Load(bytes), wanted).ExtractMostSignificantBits()
            | ((ulong)Vector128.Equals(Vector128.Load(bytes + 16), wanted).ExtractMostSignificantBits() << 16)
            | ((ulong)Vector128.Equals(Vector128.Load(bytes + 32), wanted).ExtractMostSignificantBits() << 32)
            | ((ulong)Vector128.Equals(Vector128.Load(bytes + 48), wanted).ExtractMostSignificantBits() << 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong High(byte* bytes) =>
        Vector128.Load(bytes).ExtractMostSignificantBits()
        | ((ulong)Vector128.Load(bytes + 16).ExtractMostSignificantBits() << 16)
        | ((ulong)Vector128.Load(bytes + 32).ExtractMostSignificantBits() << 32)
        | ((ulong)Vector128.Load(bytes + 48).ExtractMostSignificantBits() << 48);
}
