using System.Runtime.InteropServices;

namespace Compiled.Jobs.Cliffs;

public readonly record struct Event([property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset Time, int Key, int Value);

public readonly record struct EventTotal(DateTimeOffset Start, int Key, long Count, long Sum);

/// <summary>Events summed in windows, for which a day is waited.</summary>
[Pipeline]
public static partial class EventTotals
{
    [Query(OutputMode.Update)]
    static IStream<EventTotal> Totals([Binary] IStream<Event> events) => events
        .WithWatermark(e => e.Time, "1 day")
        .GroupBy(e => e.Key, Window.Tumbling("15 minutes"))
        .Select(g => new EventTotal(g.Window.Start, g.Key, g.Count(), g.Sum(e => (long)e.Value)));
}

/// <summary>Rows out of order.</summary>
internal static class WindowCliffs
{
    private const string Topic = "out of order";

    public static IEnumerable<CliffCase> All()
    {
        string? before = null;
        foreach ((string name, int minutes) in ((string, int)[])[("in order", 0), ("by 1 minute", 1), ("by 10 minutes", 10), ("by 1 hour", 60), ("by 5 hours", 300), ("by 20 hours", 1200)])
        {
            yield return new CliffCase(Topic, name, before, () => Events(minutes), RunAsync);
            before = name;
        }
    }

    /// <summary>A million events over two days, 100 keys.</summary>
    private static CliffInput Events(int minutes)
    {
        const int Rows = 1_000_000;
        var random = new Random(1);
        byte[] bytes = new byte[Rows * 16];
        double sum = 0;
        for (int row = 0; row < Rows; row++)
        {
            Span<byte> record = bytes.AsSpan(row * 16, 16);
            long late = minutes == 0 ? 0 : random.NextInt64(minutes * 60_000L);
            MemoryMarshal.Write(record, 1_600_000_000_000 + (row * 172L) - late);
            MemoryMarshal.Write(record[8..], random.Next(100));
            MemoryMarshal.Write(record[12..], row % 1000);
            sum += row % 1000;
        }

        return new CliffInput(bytes, Rows, new CliffAnswer(Rows, sum));
    }

    private static async Task<CliffAnswer> RunAsync(Sources.ByteSource source)
    {
        long count = 0;
        double sum = 0;
        await EventTotals.Read(events: source).Write(totals: Sink.ForEachBatch<EventTotal>((groups, _) =>
        {
            foreach (EventTotal group in groups)
            {
                count += group.Count;
                sum += group.Sum;
            }
        })).Trigger(Trigger.Once).RunAsync();
        return new CliffAnswer(count, sum);
    }
}
