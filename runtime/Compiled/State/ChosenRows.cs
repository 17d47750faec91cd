using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>Some rows of a batch.</summary>
/// <param name="rows">What the batch adds.</param>
/// <param name="chosen">The rows, by their index in the batch.</param>
internal readonly unsafe struct ChosenRows<TAggregates, TRows>(TRows rows, int* chosen) : IRowAggregation<TAggregates>
    where TAggregates : unmanaged
    where TRows : struct, IRowAggregation<TAggregates>
{
    private readonly TRows _rows = rows;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref TAggregates group, nint row) => Unsafe.AsRef(in _rows).Add(ref group, chosen[row]);
}
