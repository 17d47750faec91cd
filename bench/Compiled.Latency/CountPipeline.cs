namespace Compiled.Latency;

/// <summary>A row as it is sent: about 50 bytes of JSON.</summary>
/// <param name="Sequence">Number of the row, from 0.</param>
public readonly record struct Sent(long Sequence, int Key, long Value);

/// <summary>A group as it is delivered.</summary>
/// <param name="Last">The greatest number of a row in it.</param>
public readonly record struct Counted(int Key, long Count, long Sum, long Last);

/// <summary>Rows counted by key; every batch delivers the groups that changed.</summary>
[Pipeline]
public static partial class CountByKey
{
    [Query(OutputMode.Update)]
    static IStream<Counted> Counts([Json] IStream<Sent> rows) => rows
        .GroupBy(r => r.Key)
        .Select(g => new Counted(g.Key, g.Count(), g.Sum(r => r.Value), g.Max(r => r.Sequence)));
}
