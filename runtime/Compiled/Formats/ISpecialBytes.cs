using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>Bytes that a format cannot write as they are. <c>Find</c> marks them: anything but zero, if there is one.</summary>
internal interface ISpecialBytes
{
    ulong Find(ulong eight);

    Vector128<byte> Find(Vector128<byte> sixteen);

    /// <summary>A byte that is not special, for places where there is none.</summary>
    byte Harmless { get; }

    /// <summary>Whether any of the bytes is special.</summary>
    bool IsAnyIn(Vector256<byte> thirtyTwo);
}
