using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compiled.Time;

/// <summary>
/// Watermark of one operator: the greatest event time seen, less a delay. It moves only at the end of an epoch and never back, so a row's fate does not
/// depend on where it stands in the epoch. One a worker; those of the other workers are merged into worker 0's.
/// </summary>
public struct WatermarkTracker
{
    private readonly long _delay;
    private long _greatest;

    /// <summary>A tracker that has seen nothing.</summary>
    /// <param name="delayTicks">How late a row may come and still count, in ticks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public WatermarkTracker(long delayTicks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delayTicks);
        _delay = delayTicks;
        _greatest = long.MinValue;
    }

    /// <summary>The greatest event time seen, UTC ticks; <see cref="long.MinValue"/> before the first.</summary>
    public readonly long Greatest => _greatest;

    /// <summary>Takes a row's event time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void See(long ticks) => _greatest = Math.Max(_greatest, ticks);

    /// <summary>Takes the event times of many rows.</summary>
    /// <param name="ticks">UTC ticks.</param>
    public void See(ReadOnlySpan<long> ticks)
    {
        Vector<long> lanes = new(_greatest);
        while (ticks.Length >= Vector<long>.Count)
        {
            lanes = Vector.Max(lanes, new Vector<long>(ticks));
            ticks = ticks[Vector<long>.Count..];
        }

        for (int lane = 0; lane < Vector<long>.Count; lane++)
        {
            See(lanes[lane]);
        }

        foreach (long instant in ticks)
        {
            See(instant);
        }
    }

    /// <summary>Takes what another worker has seen, and lets that worker forget it.</summary>
    public void MergeFrom(ref WatermarkTracker other)
    {
        See(other._greatest);
        other._greatest = long.MinValue;
    }

    /// <summary>The watermark that follows <paramref name="current"/>.</summary>
    /// <param name="current">The present watermark, UTC ticks, <see cref="long.MinValue"/> if there is none yet.</param>
    /// <returns>The greatest event time less the delay, but never less than <paramref name="current"/>.</returns>
    public readonly long Advance(long current)
    {
        if (_greatest == long.MinValue)
        {
            return current;
        }

        long next = _greatest - _delay;
        return next > _greatest ? current : Math.Max(current, next);
    }
}
