using System.Runtime.CompilerServices;

namespace Compiled.Time;

/// <summary>Bounds of windows, in ticks of 100 ns; instants before the epoch of ticks are negative and rounded down like all others.</summary>
public static class WindowMath
{
    /// <summary>Quotient rounded toward negative infinity.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="divisor">Greater than zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FloorDivide(long value, long divisor)
    {
        long quotient = value / divisor;
        return quotient * divisor > value ? quotient - 1 : quotient;
    }

    /// <summary>Start of the tumbling window that holds an instant: the greatest <c>offset + n * size</c> not after it.</summary>
    /// <param name="ticks">The instant.</param>
    /// <param name="sizeTicks">Length of a window, greater than zero.</param>
    /// <param name="offsetTicks">Shifts every window; any value.</param>
    public static long StartOf(long ticks, long sizeTicks, long offsetTicks = 0)
    {
        // The remainder of the offset first: instants near both ends of the range do not overflow by an offset of many windows.
        long offset = offsetTicks % sizeTicks;
        long shift = ticks % sizeTicks - offset;
        shift = shift < 0 ? shift + sizeTicks : shift;
        shift = shift < 0 ? shift + sizeTicks : shift >= sizeTicks ? shift - sizeTicks : shift;
        return ticks - shift;
    }

    /// <summary>Whether the watermark has reached the end of a window; <see cref="long.MinValue"/> is a watermark that has seen nothing.</summary>
    public static bool IsExpired(long windowStart, long sizeTicks, long watermark) => watermark != long.MinValue && windowStart <= watermark - sizeTicks;
}
