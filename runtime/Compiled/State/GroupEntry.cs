using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>The front of a group as it lies in a table: what probing reads. What follows at the next multiple of 8 bytes says <see cref="GroupLayout{TKey, TAggregates}"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GroupEntry<TKey>
    where TKey : unmanaged
{
    public TKey Key;

    /// <summary>Above, 16 bits of the key's hash; below, the table's epoch when the group was touched last. 0 if the entry is empty.</summary>
    public uint Mark;

    /// <summary>The group's number in its table.</summary>
    public int Number;
}
