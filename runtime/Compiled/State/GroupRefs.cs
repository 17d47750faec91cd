using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>Reads a column of addresses that <c>FindOrAdd</c> filled as references to aggregates, so that generated code needs no unsafe context.</summary>
/// <typeparam name="TAggregates">The aggregates of a group.</typeparam>
public readonly unsafe struct GroupRefs<TAggregates>
    where TAggregates : unmanaged
{
    private readonly TAggregates** _rows;

    /// <summary>The references of <paramref name="aggregates"/>; valid until a window is dropped or the state is cleared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GroupRefs(Column<nint> aggregates) => _rows = (TAggregates**)aggregates.Pointer;

    /// <summary>The aggregates of a row's group, unchecked.</summary>
    public ref TAggregates this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *_rows[(nint)row];
    }
}
