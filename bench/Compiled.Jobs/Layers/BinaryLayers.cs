using Compiled.Jobs.Pipelines;

namespace Compiled.Jobs.Layers;

/// <summary>The ysb job, ended early.</summary>
[Pipeline]
public static partial class EventsFramed
{
    [Query(OutputMode.Append)]
    static IStream<long> Rows([Binary] IStream<AdEvent> events) => events.Where(e => e.Type < -1).Select(e => e.AdId);
}

[Pipeline]
public static partial class EventsDecoded
{
    [Query(OutputMode.Append)]
    static IStream<long> Rows([Binary] IStream<AdEvent> events) => events.Where(e => e.AdId < -1 && e.Time < DateTimeOffset.UnixEpoch && e.Type < -1).Select(e => e.AdId);
}

[Pipeline]
public static partial class EventsFiltered
{
    [Query(OutputMode.Append)]
    static IStream<long> Rows([Binary] IStream<AdEvent> events) => events.Where(e => e.Type == 0).Where(e => e.AdId < -1 && e.Time < DateTimeOffset.UnixEpoch).Select(e => e.AdId);
}

/// <summary>The keys job, ended early.</summary>
[Pipeline]
public static partial class KeysDecoded
{
    [Query(OutputMode.Append)]
    static IStream<long> Rows([Binary] IStream<KeyValue> values) => values.Where(v => v.Value == long.MinValue && v.Key == ulong.MaxValue).Select(v => v.Value);
}

[Pipeline]
public static partial class KeysGrouped
{
    [Query(OutputMode.Update)]
    static IStream<(ulong Key, long Count)> Rows([Binary] IStream<KeyValue> values) => values.GroupBy(v => v.Key).Select(g => (g.Key, g.Count()));
}
