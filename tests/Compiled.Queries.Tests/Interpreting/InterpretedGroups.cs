using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Queries.Tests.Interpreting;

/// <summary>The groups of one aggregation: keeps every row and computes each result from all of them.</summary>
internal sealed class InterpretedGroups(AggregateOperator aggregate, QueryOutputMode mode, ExpressionInterpreter expressions)
{
    private readonly Dictionary<(long Start, StructuralRow Key), List<object?>> _groups = [];
    private readonly HashSet<(long Start, StructuralRow Key)> _touched = [];

    public AggregateOperator Operator => aggregate;

    private bool Drops => aggregate.Window is not null && mode != QueryOutputMode.Complete;

    public bool HasExpired(long watermark) => _groups.Keys.Any(k => IsExpired(k.Start, watermark));

    /// <summary>Adds rows to their groups.</summary>
    /// <returns>Number of rows that came too late.</returns>
    public long Add(List<object?> rows, long watermark)
    {
        long late = 0;
        _touched.Clear();
        foreach (object? row in rows)
        {
            long start = aggregate.Window is null ? 0 : WindowStart(row);
            if (IsExpired(start, watermark))
            {
                late++;
                continue;
            }

            (long, StructuralRow) key = (start, new StructuralRow(["Key"], [aggregate.Key is null ? null : expressions.Value(aggregate.Key, row)]));
            if (!_groups.TryGetValue(key, out List<object?>? members))
            {
                _groups.Add(key, members = []);
            }

            members.Add(row);
            _touched.Add(key);
        }

        return late;
    }

    /// <summary>What the output mode delivers; drops what the watermark has passed.</summary>
    public List<object?> Deliver(long watermark)
    {
        List<(long Start, StructuralRow Key)> delivered = [.. mode switch
        {
            QueryOutputMode.Complete => _groups.Keys,
            QueryOutputMode.Update => _touched,
            _ => _groups.Keys.Where(k => IsExpired(k.Start, watermark)),
        }];
        List<object?> results = [];
        foreach ((long Start, StructuralRow Key) key in delivered)
        {
            RowScope group = Group(key);
            if (aggregate.Having is null || (bool)expressions.Value(aggregate.Having.Body, group)!)
            {
                results.Add(expressions.Value(aggregate.Selector.Body, group));
            }
        }

        foreach ((long Start, StructuralRow Key) key in _groups.Keys.Where(k => IsExpired(k.Start, watermark)).ToList())
        {
            _groups.Remove(key);
        }

        return results;
    }

    private bool IsExpired(long start, long watermark) => Drops && watermark != long.MinValue && start + aggregate.Window!.SizeTicks <= watermark;

    private long WindowStart(object? row)
    {
        object time = expressions.Value(aggregate.Window!.Time, row)!;
        long ticks = time is DateTimeOffset instant ? instant.UtcTicks : ((DateTime)time).Ticks;
        decimal size = aggregate.Window.SizeTicks;
        return (long)((Math.Floor((ticks - aggregate.Window.OffsetTicks - DateTime.UnixEpoch.Ticks) / size) * size) + aggregate.Window.OffsetTicks + DateTime.UnixEpoch.Ticks);
    }

    private RowScope Group((long Start, StructuralRow Key) key)
    {
        DateTimeOffset start = new(key.Start, TimeSpan.Zero);
        return new RowScope
        {
            Key = key.Key.Values[0],
            WindowStart = start,
            WindowEnd = aggregate.Window is null ? start : start.AddTicks(aggregate.Window.SizeTicks),
            Aggregates = [.. aggregate.Aggregates.Select(a => Aggregate(a, _groups[key]))],
        };
    }

    private object? Aggregate(AggregateCall call, List<object?> rows)
    {
        if (call.Kind == AggregateKind.Count)
        {
            return (long)rows.Count(r => call.Argument is null || (bool)expressions.Value(call.Argument, r)!);
        }

        List<object> values = [.. rows.Select(r => expressions.Value(call.Argument!, r)).OfType<object>()];
        bool isDecimal = call.Type.Kind == ColumnKind.Decimal;
        return call.Kind switch
        {
            AggregateKind.CountDistinct => values.Distinct().LongCount(),
            AggregateKind.Min => values.Count == 0 ? null : values.Aggregate((a, b) => ((IComparable)b).CompareTo(a) < 0 ? b : a),
            AggregateKind.Max => values.Count == 0 ? null : values.Aggregate((a, b) => ((IComparable)b).CompareTo(a) > 0 ? b : a),
            AggregateKind.Sum when isDecimal => values.Sum(v => (decimal)v),
            AggregateKind.Sum when call.Type.Kind == ColumnKind.Int64 => values.Aggregate(0L, (sum, v) => unchecked(sum + (long)Operations.Convert(v, "long")!)),
            AggregateKind.Sum => values.Sum(v => (double)v),
            _ when values.Count == 0 => null,
            _ when isDecimal => values.Sum(v => (decimal)v) / values.Count,
            _ => values.Sum(v => (double)Operations.Convert(v, "double")!) / values.Count,
        };
    }
}
