using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>Bytes that a format cannot write as they are. Each method marks them: anything but zero, if there is one.</summary>
internal interface ISpecialBytes
{
    ulong Find(ulong eight);

    Vector128<byte> Find(Vector128<byte> sixteen);

    Vector256<byte> Find(Vector256<byte> thirtyTwo);
}
