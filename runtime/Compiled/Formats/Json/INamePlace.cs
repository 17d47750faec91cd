using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>Tells at which place of a <see cref="JsonNameTable"/> a name is sought.</summary>
internal unsafe interface INamePlace
{
    /// <summary>The place.</summary>
    /// <param name="bytes">The name and its closing quote, then zeros.</param>
    /// <param name="name">Where it is; seven bytes before it are readable.</param>
    /// <param name="length">Its length.</param>
    /// <param name="headFactor">Multiplies its first eight bytes.</param>
    /// <param name="tailFactor">Multiplies its last eight bytes.</param>
    /// <param name="shift">How far the sum is shifted right.</param>
    static abstract nint Of(Vector256<byte> bytes, byte* name, nint length, ulong headFactor, ulong tailFactor, int shift);
}
