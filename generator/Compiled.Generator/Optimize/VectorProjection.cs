using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>
/// Takes computed values that every row of a batch needs out of the row loop: vector code fills a column of each before the loop, which then reads it.
/// A value behind a filter stays in the loop, where it is computed for the rows that pass.
/// </summary>
public sealed class VectorProjection
{
    private readonly ComputedLocals _computed = new();
    private readonly List<RowMap> _maps = [];
    private readonly List<Step> _steps = [];

    public static ScanPath Apply(ScanPath path, GroupPlan? group)
    {
        VectorProjection projection = new();
        projection._maps.AddRange(path.Maps);
        bool isDense = true;
        foreach (Step step in path.Steps)
        {
            isDense &= step is WatermarkStep or LetStep or GroupStep or OutputStep or FoldStep;
            projection.Add(projection._computed.Rewrite(step), group, isDense);
        }

        return path with { Maps = projection._maps.ToEquatable(), Steps = projection._steps.ToEquatable() };
    }

    private void Add(Step step, GroupPlan? group, bool isDense)
    {
        switch (step)
        {
            case LetStep let when isDense && VectorValue.IsWorthwhile(let.Value):
                _computed.Values.Add(let.Local.Name, Computed(let.Value, $"{let.Text}: {let.Local.Name}"));
                break;
            case GroupStep staged when isDense:
                _steps.Add(staged with
                {
                    Keys = staged.Keys.Select(k => Settled(k, staged.Text)).ToEquatable(),
                    Values = staged.Values.Select((v, i) => Settled(v, TextOf(group!, i))).ToEquatable(),
                });
                break;
            default:
                _steps.Add(step);
                break;
        }
    }

    private static string TextOf(GroupPlan group, int value)
    {
        LoweredAggregate aggregate = group.Aggregates.First(a => a.ValueIndex == value);
        return $"{aggregate.Call.Kind}({aggregate.Call.Argument!.Text})";
    }

    private Expression Settled(Expression value, string text) => VectorValue.IsWorthwhile(value) ? Computed(value, text) : value;

    private ComputedExpression Computed(Expression value, string text)
    {
        if (_maps.FirstOrDefault(m => m.Value == value) is { } same)
        {
            return same.Result;
        }

        ComputedExpression computed = new(value.Type, _maps.Count);
        _maps.Add(new RowMap(computed, value, text));
        return computed;
    }

    /// <summary>Locals that became columns.</summary>
    private sealed class ComputedLocals : ExpressionRewriter
    {
        public Dictionary<string, ComputedExpression> Values { get; } = new(StringComparer.Ordinal);

        public override Expression Rewrite(Expression expression) =>
            expression is LocalExpression local && Values.TryGetValue(local.Name, out ComputedExpression? computed) ? computed : base.Rewrite(expression);
    }
}
