namespace Compiled.Queries.Tests.Running;

/// <summary>Event time as the docs say it, for LINQ: which window a row is in, and which rows come too late for theirs.</summary>
internal static class Lateness
{
    /// <summary>The rows that did not come after the watermark, the latest time seen less a delay, had passed their window: what the epochs before had seen decides.</summary>
    public static IEnumerable<T> OnTime<T>(T[][] epochs, Func<T, DateTimeOffset> time, TimeSpan delay, TimeSpan size, TimeSpan offset = default) =>
        OnTime(epochs, time, seen => seen.Max(time) - delay, size, offset);

    /// <summary>The same with a watermark computed from all rows seen so far.</summary>
    public static IEnumerable<T> OnTime<T>(T[][] epochs, Func<T, DateTimeOffset> time, Func<IEnumerable<T>, DateTimeOffset> watermarkOf, TimeSpan size, TimeSpan offset = default)
    {
        List<T> seen = [];
        foreach (T[] epoch in epochs)
        {
            DateTimeOffset watermark = seen.Count == 0 ? DateTimeOffset.MinValue : watermarkOf(seen);
            foreach (T row in epoch.Where(r => Start(time(r), size, offset) + size > watermark))
            {
                yield return row;
            }

            seen.AddRange(epoch);
        }
    }

    /// <summary>The start of the tumbling window that <paramref name="time"/> is in.</summary>
    public static DateTimeOffset Start(DateTimeOffset time, TimeSpan size, TimeSpan offset = default)
    {
        long since = time.UtcTicks - DateTime.UnixEpoch.Ticks - offset.Ticks;
        return DateTimeOffset.UnixEpoch.AddTicks(since - (since % size.Ticks) + offset.Ticks);
    }
}
