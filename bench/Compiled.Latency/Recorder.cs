using System.Diagnostics;

namespace Compiled.Latency;

/// <summary>Turns "everything up to row n has been delivered" into a latency for each row, from the time at which the row was due.</summary>
/// <param name="warmup">Rows at the start that do not count: the JIT is at work.</param>
internal sealed class Recorder(Schedule schedule, long warmup)
{
    private long _next;

    public LatencyHistogram Histogram { get; } = new();

    /// <summary>Number of rows delivered.</summary>
    public long Delivered => Volatile.Read(ref _next);

    /// <summary>A batch has been delivered; <paramref name="last"/> is the greatest number of a row in it. Rows arrive in order, so all before it have been delivered too.</summary>
    public void DeliveredUpTo(long last)
    {
        long now = Stopwatch.GetTimestamp();
        double nanosecondsPerTick = 1e9 / Stopwatch.Frequency;
        for (long sequence = Math.Max(_next, warmup); sequence <= last; sequence++)
        {
            Histogram.Record((long)((now - schedule.DueAt(sequence)) * nanosecondsPerTick));
        }

        Volatile.Write(ref _next, Math.Max(_next, last + 1));
    }
}
