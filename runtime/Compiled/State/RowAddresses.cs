using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>Adds nothing: notes where each row's aggregates are, for loops that add later.</summary>
internal readonly unsafe struct RowAddresses<TAggregates>(Column<nint> addresses) : IRowAggregation<TAggregates>
    where TAggregates : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref TAggregates group, nint row) => addresses[row] = (nint)Unsafe.AsPointer(ref group);
}
