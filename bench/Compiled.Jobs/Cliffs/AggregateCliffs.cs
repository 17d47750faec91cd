using System.Runtime.InteropServices;

namespace Compiled.Jobs.Cliffs;

public readonly record struct Measure(int Key, int A, int B, int C, int D, int E);

public readonly record struct Measured1(int Key, long Count, long V0);

/// <summary>A count and 1 more aggregates.</summary>
[Pipeline]
public static partial class Measures1
{
    [Query(OutputMode.Update)]
    static IStream<Measured1> Totals([Binary] IStream<Measure> rows) => rows.GroupBy(m => m.Key).Select(g => new Measured1(g.Key, g.Count(), g.Sum(m => (long)m.A)));
}

public readonly record struct Measured2(int Key, long Count, long V0, long V1);

/// <summary>A count and 2 more aggregates.</summary>
[Pipeline]
public static partial class Measures2
{
    [Query(OutputMode.Update)]
    static IStream<Measured2> Totals([Binary] IStream<Measure> rows) => rows.GroupBy(m => m.Key).Select(g => new Measured2(g.Key, g.Count(), g.Sum(m => (long)m.A), g.Sum(m => (long)m.B)));
}

public readonly record struct Measured4(int Key, long Count, long V0, long V1, long V2, long V3);

/// <summary>A count and 4 more aggregates.</summary>
[Pipeline]
public static partial class Measures4
{
    [Query(OutputMode.Update)]
    static IStream<Measured4> Totals([Binary] IStream<Measure> rows) => rows.GroupBy(m => m.Key).Select(g => new Measured4(g.Key, g.Count(), g.Sum(m => (long)m.A), g.Sum(m => (long)m.B), g.Sum(m => (long)m.C), g.Sum(m => (long)m.D)));
}

public readonly record struct Measured8(int Key, long Count, long V0, long V1, long V2, long V3, long V4, long V5, long V6, long V7);

/// <summary>A count and 8 more aggregates.</summary>
[Pipeline]
public static partial class Measures8
{
    [Query(OutputMode.Update)]
    static IStream<Measured8> Totals([Binary] IStream<Measure> rows) => rows.GroupBy(m => m.Key).Select(g => new Measured8(g.Key, g.Count(), g.Sum(m => (long)m.A), g.Sum(m => (long)m.B), g.Sum(m => (long)m.C), g.Sum(m => (long)m.D), g.Min(m => (long)m.A), g.Min(m => (long)m.B), g.Min(m => (long)m.C), g.Min(m => (long)m.D)));
}

public readonly record struct Measured16(int Key, long Count, long V0, long V1, long V2, long V3, long V4, long V5, long V6, long V7, long V8, long V9, long V10, long V11, long V12, long V13, long V14, long V15);

/// <summary>A count and 16 more aggregates.</summary>
[Pipeline]
public static partial class Measures16
{
    [Query(OutputMode.Update)]
    static IStream<Measured16> Totals([Binary] IStream<Measure> rows) => rows.GroupBy(m => m.Key).Select(g => new Measured16(g.Key, g.Count(), g.Sum(m => (long)m.A), g.Sum(m => (long)m.B), g.Sum(m => (long)m.C), g.Sum(m => (long)m.D), g.Min(m => (long)m.A), g.Min(m => (long)m.B), g.Min(m => (long)m.C), g.Min(m => (long)m.D), g.Max(m => (long)m.A), g.Max(m => (long)m.B), g.Max(m => (long)m.C), g.Max(m => (long)m.D), g.Sum(m => (long)m.A * 2), g.Sum(m => (long)m.B * 2), g.Sum(m => (long)m.C * 2), g.Sum(m => (long)m.D * 2)));
}

/// <summary>Number of aggregates.</summary>
internal static class AggregateCliffs
{
    private const string Topic = "aggregates beside the count";

    public static IEnumerable<CliffCase> All()
    {
        yield return new CliffCase(Topic, "1", null, Rows, source => RunAsync<Measured1>(sink => Measures1.Read(rows: source).Write(totals: sink), row => (row.Count, row.V0)));
        yield return new CliffCase(Topic, "2", "1", Rows, source => RunAsync<Measured2>(sink => Measures2.Read(rows: source).Write(totals: sink), row => (row.Count, row.V0))) { Work = 2 };
        yield return new CliffCase(Topic, "4", "2", Rows, source => RunAsync<Measured4>(sink => Measures4.Read(rows: source).Write(totals: sink), row => (row.Count, row.V0))) { Work = 2 };
        yield return new CliffCase(Topic, "8", "4", Rows, source => RunAsync<Measured8>(sink => Measures8.Read(rows: source).Write(totals: sink), row => (row.Count, row.V0))) { Work = 2 };
        yield return new CliffCase(Topic, "16", "8", Rows, source => RunAsync<Measured16>(sink => Measures16.Read(rows: source).Write(totals: sink), row => (row.Count, row.V0))) { Work = 2 };
    }

    private static CliffInput Rows()
    {
        const int Count = 500_000;
        var random = new Random(1);
        int[] fields = new int[Count * 6];
        double sum = 0;
        for (int row = 0; row < Count; row++)
        {
            fields[row * 6] = random.Next(1000);
            for (int i = 1; i < 6; i++)
            {
                fields[(row * 6) + i] = random.Next(100_000);
            }

            sum += fields[(row * 6) + 1];
        }

        return new CliffInput(MemoryMarshal.AsBytes(fields.AsSpan()).ToArray(), Count, new CliffAnswer(Count, sum));
    }

    private static async Task<CliffAnswer> RunAsync<T>(Func<Sinks.StreamSink<T>, JobBuilder> bind, Func<T, (long Count, long First)> read)
    {
        long count = 0;
        double sum = 0;
        await bind(Sink.ForEachBatch<T>((groups, _) =>
        {
            foreach (T group in groups)
            {
                (long rows, long first) = read(group);
                count += rows;
                sum += first;
            }
        })).Trigger(Trigger.AvailableNow).RunAsync();
        return new CliffAnswer(count, sum);
    }
}
