using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>The front of a group as it lies in a table: what probing reads. The aggregates follow at the next multiple of 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GroupEntry<TKey>
    where TKey : unmanaged
{
    public TKey Key;

    /// <summary>The table's epoch when the group was touched last.</summary>
    public uint Stamp;

    /// <summary>The group's number in its table.</summary>
    public int Number;
}
