using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// Remembers the tables of windows, so that rows of many windows find theirs in a few instructions and without a branch that depends on the data.
/// A slot is taken by whoever came last.
/// </summary>
internal sealed unsafe class WindowCache : IDisposable
{
    private const int LeastBits = 6;
    private const int MostBits = 16;

    // So many slots a window that two windows in use seldom share one.
    private const int SlotsPerWindow = 8;
    private Slot* _slots;
    private int _shift;

    public WindowCache() => Allocate(LeastBits);

    ~WindowCache() => Free();

    /// <summary>The window's table, or null if it is not remembered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TableHeader* Find(long windowStart)
    {
        Slot* slot = SlotOf(windowStart);
        return slot->WindowStart == windowStart ? slot->Table : null;
    }

    /// <summary>Remembers a window.</summary>
    /// <param name="windowStart">Its start.</param>
    /// <param name="table">Its table.</param>
    /// <param name="windowCount">Number of windows that there are.</param>
    public void Set(long windowStart, TableHeader* table, int windowCount)
    {
        int bits = 64 - _shift;
        if (bits < MostBits && (long)windowCount * SlotsPerWindow > 1L << bits)
        {
            Free();
            Allocate(bits + 2);
        }

        Slot* slot = SlotOf(windowStart);
        slot->WindowStart = windowStart;
        slot->Table = table;
    }

    public void Clear() => NativeMemory.Clear(_slots, (nuint)sizeof(Slot) << (64 - _shift));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Slot* SlotOf(long windowStart) => _slots + ((ulong)windowStart * 0x9E3779B97F4A7C15 >> _shift);

    private void Allocate(int bits)
    {
        _slots = (Slot*)NativeMemory.AllocZeroed((nuint)1 << bits, (nuint)sizeof(Slot));
        _shift = 64 - bits;
    }

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
