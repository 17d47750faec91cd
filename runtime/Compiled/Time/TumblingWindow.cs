using System.Runtime.CompilerServices;

namespace Compiled.Time;

/// <summary>Assigns instants to tumbling windows. Remembers the last window, so that rows in order of time cost a comparison and no division. Mutable: keep it in a field, not a readonly one.</summary>
public partial struct TumblingWindow
{
    private readonly long _size;
    private readonly long _offset;
    private long _start;

    /// <summary>Windows of a fixed size.</summary>
    /// <param name="sizeTicks">Length of a window in ticks.</param>
    /// <param name="offsetTicks">Shifts the start of every window, in ticks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not greater than zero.</exception>
    public TumblingWindow(long sizeTicks, long offsetTicks = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sizeTicks);
        _size = sizeTicks;
        _offset = offsetTicks % sizeTicks;
        _start = WindowMath.StartOf(0, sizeTicks, offsetTicks);
    }

    /// <summary>Length of a window in ticks.</summary>
    public readonly long SizeTicks => _size;

    /// <summary>Start of the window that holds <paramref name="ticks"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long StartOf(long ticks) => (ulong)(ticks - _start) < (ulong)_size ? _start : Move(ticks);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Move(long ticks) => _start = WindowMath.StartOf(ticks, _size, _offset);
}
