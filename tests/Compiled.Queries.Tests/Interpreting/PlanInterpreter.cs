using System.Collections;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Queries.Tests.Interpreting;

/// <summary>
/// Runs a plan epoch by epoch over row objects, with Structured Streaming's meaning of watermarks, late rows and output modes: what generated code must agree with.
/// </summary>
internal sealed class PlanInterpreter(PipelinePlan plan, IReadOnlyDictionary<string, object?> parameters)
{
    private readonly ExpressionInterpreter _expressions = new(parameters);
    private readonly Dictionary<int, InterpretedGroups> _groups = [];
    private readonly Dictionary<int, object?> _folds = [];
    private readonly Dictionary<int, long> _greatest = [];
    private readonly Dictionary<int, long> _watermarks = [];

    /// <summary>Whether an epoch without input would deliver or drop something.</summary>
    public bool HasPendingTime => _groups.Values.Any(g => g.HasExpired(Watermark(g.Operator)));

    /// <summary>Late rows of each query so far.</summary>
    public long[] Late { get; } = new long[plan.Queries.Count];

    /// <summary>Runs an epoch.</summary>
    /// <param name="inputs">Rows by the input's number.</param>
    /// <returns>What each query delivers.</returns>
    public List<object?>[] Run(IReadOnlyList<object?[]> inputs)
    {
        List<object?>[] results = [.. plan.Queries.Select(q => Rows(q.Root, q, inputs))];
        foreach ((int id, long greatest) in _greatest)
        {
            long delay = plan.Queries.SelectMany(q => All(q.Root)).OfType<WatermarkOperator>().First(w => w.Id == id).DelayTicks;
            _watermarks[id] = Math.Max(_watermarks.GetValueOrDefault(id, long.MinValue), greatest - delay);
        }

        return results;
    }

    private static IEnumerable<Operator> All(Operator root) => root.Sources.SelectMany(All).Append(root);

    /// <summary>The least watermark under an operator, ticks; long.MinValue if there is none or one has seen nothing.</summary>
    private long Watermark(Operator top) => All(top).OfType<WatermarkOperator>().Select(w => _watermarks.GetValueOrDefault(w.Id, long.MinValue)).DefaultIfEmpty(long.MinValue).Min();

    private List<object?> Rows(Operator op, QueryPlan query, IReadOnlyList<object?[]> inputs)
    {
        if (op is InputOperator input)
        {
            return [.. inputs[input.InputId]];
        }

        if (op is UnionOperator union)
        {
            return [.. Rows(union.First, query, inputs), .. Rows(union.Second, query, inputs)];
        }

        List<object?> rows = Rows(op.Sources[0], query, inputs);
        return op switch
        {
            FilterOperator filter => rows.FindAll(r => (bool)_expressions.Value(filter.Predicate, r)!),
            ProjectOperator project => rows.ConvertAll(r => _expressions.Value(project.Selector, r)),
            FlattenOperator flatten => [.. rows.SelectMany(r => Flatten(flatten, r))],
            WatermarkOperator watermark => See(watermark, rows),
            SortOperator sort => Sort(sort, rows),
            TakeOperator take => [.. rows.Take((int)_expressions.Value(take.Count, new RowScope())!)],
            ScanOperator scan => Scan(scan, rows),
            AggregateOperator aggregate => Aggregate(aggregate, query, rows),
            _ => throw new InvalidOperationException($"The interpreter does not know {op.GetType().Name}."),
        };
    }

    private IEnumerable<object?> Flatten(FlattenOperator flatten, object? row)
    {
        foreach (object? item in (IEnumerable)_expressions.Value(flatten.Collection, row)!)
        {
            yield return flatten.Selector is null ? item : _expressions.Value(flatten.Selector, row, item);
        }
    }

    private List<object?> See(WatermarkOperator watermark, List<object?> rows)
    {
        foreach (object? row in rows)
        {
            long time = Ticks(_expressions.Value(watermark.Time, row));
            _greatest[watermark.Id] = Math.Max(_greatest.GetValueOrDefault(watermark.Id, long.MinValue), time);
        }

        return rows;
    }

    private static long Ticks(object? time) => time is DateTimeOffset instant ? instant.UtcTicks : ((DateTime)time!).Ticks;

    private List<object?> Sort(SortOperator sort, List<object?> rows)
    {
        IOrderedEnumerable<object?> sorted = rows.Order(Comparer<object?>.Create((_, _) => 0));
        foreach (SortKey key in sort.Keys)
        {
            Comparer<object?> order = Comparer<object?>.Create((x, y) => Comparer.Default.Compare(x, y));
            sorted = key.IsDescending ? sorted.ThenByDescending(r => _expressions.Value(key.Key, r), order) : sorted.ThenBy(r => _expressions.Value(key.Key, r), order);
        }

        return [.. sorted];
    }

    /// <summary>A fold over a complete result begins anew each epoch; over a stream it goes on.</summary>
    private List<object?> Scan(ScanOperator scan, List<object?> rows)
    {
        bool overResult = All(scan).Any(o => o is AggregateOperator);
        object? accumulator = !overResult && _folds.TryGetValue(scan.Id, out object? kept) ? kept : _expressions.Value(scan.Seed, new RowScope());
        List<object?> results = [];
        foreach (object? row in rows)
        {
            accumulator = _expressions.Value(scan.Accumulate, accumulator, row);
            results.Add(accumulator);
        }

        _folds[scan.Id] = accumulator;
        return results;
    }

    private List<object?> Aggregate(AggregateOperator aggregate, QueryPlan query, List<object?> rows)
    {
        if (!_groups.TryGetValue(aggregate.Id, out InterpretedGroups? groups))
        {
            _groups.Add(aggregate.Id, groups = new InterpretedGroups(aggregate, query.OutputMode, _expressions));
        }

        Late[query.Id] += groups.Add(rows, Watermark(aggregate));
        return groups.Deliver(Watermark(aggregate));
    }
}
