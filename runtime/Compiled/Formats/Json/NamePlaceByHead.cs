using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>By the first eight bytes: enough if all needed names differ in them.</summary>
internal readonly unsafe struct NamePlaceByHead : INamePlace
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Of(Vector256<byte> bytes, byte* name, nint length, ulong headFactor, ulong tailFactor, int shift) => (nint)((bytes.AsUInt64().ToScalar() * headFactor) >> shift);
}
