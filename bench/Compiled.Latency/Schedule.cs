using System.Diagnostics;

namespace Compiled.Latency;

/// <summary>When each row is meant to be sent: evenly, whatever became of the rows before. Latency is measured from these times, so that a stall counts for all rows that it delays.</summary>
/// <param name="rate">Rows a second.</param>
/// <param name="start">Time of row 0, in ticks of <see cref="Stopwatch"/>.</param>
internal readonly struct Schedule(long rate, long start)
{
    /// <summary>When row <paramref name="sequence"/> is due.</summary>
    public long DueAt(long sequence) => start + (long)((Int128)sequence * Stopwatch.Frequency / rate);

    /// <summary>How many rows are due at a time.</summary>
    public long DueBy(long time) => time < start ? 0 : (long)((Int128)(time - start) * rate / Stopwatch.Frequency) + 1;
}
