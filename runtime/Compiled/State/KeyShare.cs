using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>Which share of divided state a key belongs to.</summary>
internal static class KeyShare
{
    /// <summary>The share of a key.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="shares">Number of shares, below 65536.</param>
    public static uint Of(ulong hash, uint shares) => Of((uint)(hash >> 32), shares);

    /// <summary>The share of a key.</summary>
    /// <param name="upperHash">The upper 32 bits of its hash. All of them are mixed: a table's index uses lower ones, so a share by those alone would fill a part of its buckets only.</param>
    /// <param name="shares">Number of shares, below 65536.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(uint upperHash, uint shares) => (((upperHash * 0x9E3779B1u) >> 16) * shares) >> 16;
}
