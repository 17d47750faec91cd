using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>Remembers the tables of a few windows, so that rows that alternate between windows find theirs in a few instructions.</summary>
internal sealed unsafe class WindowCache : IDisposable
{
    private const int Bits = 6;
    private Slot* _slots;

    public WindowCache() => _slots = (Slot*)NativeMemory.AllocZeroed(1 << Bits, (nuint)sizeof(Slot));

    ~WindowCache() => Free();

    /// <summary>The window's table, or null if it is not remembered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TableHeader* Find(long windowStart)
    {
        Slot* slot = SlotOf(windowStart);
        return slot->WindowStart == windowStart ? slot->Table : null;
    }

    public void Set(long windowStart, TableHeader* table)
    {
        Slot* slot = SlotOf(windowStart);
        slot->WindowStart = windowStart;
        slot->Table = table;
    }

    public void Clear() => NativeMemory.Clear(_slots, (nuint)sizeof(Slot) << Bits);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Slot* SlotOf(long windowStart) => _slots + ((ulong)windowStart * 0x9E3779B97F4A7C15 >> (64 - Bits));

    private void Free()
    {
        NativeMemory.Free(_slots);
        _slots = null;
    }

    private struct Slot
    {
        public long WindowStart;
        public TableHeader* Table;
    }
}
