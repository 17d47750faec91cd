using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>A place of a <see cref="JsonNameTable"/>: a cache line, all zeros if it is empty.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct JsonNameEntry
{
    /// <summary>The name and its closing quote, then zeros.</summary>
    public Vector256<byte> Start;

    /// <summary>The bit of the member's slot.</summary>
    public ulong Bit;

    /// <summary>The member's slot, and one: the first place is that of members that nobody reads.</summary>
    public nint Slot;
}
