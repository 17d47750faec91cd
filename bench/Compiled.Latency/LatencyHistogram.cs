using System.Numerics;

namespace Compiled.Latency;

/// <summary>
/// Counts times in buckets whose width grows with the time, as HdrHistogram does: exact below 2048 ns, above that within 1 part in 1024. Recording costs a few nanoseconds.
/// Not thread-safe.
/// </summary>
internal sealed class LatencyHistogram
{
    // 2^11 buckets of 1 ns, then 2^10 for each doubling.
    private const int SubBits = 10;
    private readonly long[] _counts = new long[(64 - SubBits) << SubBits];

    /// <summary>How many times were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, exactly; 0 if there is none.</summary>
    public long Max { get; private set; }

    /// <summary>Records a time <paramref name="times"/> times.</summary>
    /// <param name="nanoseconds">Not negative; a negative time counts as 0.</param>
    public void Record(long nanoseconds, long times = 1)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        _counts[IndexOf(nanoseconds)] += times;
        Count += times;
        Max = Math.Max(Max, nanoseconds);
    }

    /// <summary>The time that <paramref name="percent"/> of all are not longer than: the upper end of its bucket, but never more than <see cref="Max"/>.</summary>
    /// <param name="percent">0 to 100.</param>
    public long Percentile(double percent)
    {
        if (Count == 0)
        {
            return 0;
        }

        long wanted = Math.Max(1, (long)Math.Ceiling(percent / 100 * Count));
        long seen = 0;
        int index = -1;
        while (seen < wanted)
        {
            seen += _counts[++index];
        }

        return Math.Min(Max, HighestOf(index));
    }

    private static int IndexOf(long value)
    {
        int shift = Math.Max(0, 63 - SubBits - BitOperations.LeadingZeroCount((ulong)value));
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long HighestOf(int index)
    {
        int shift = Math.Max(0, (index >> SubBits) - 1);
        long start = (long)(index - (shift << SubBits)) << shift;
        return start + ((1L << shift) - 1);
    }
}
