using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Optimize;

/// <summary>Lowers one query: a loop for each input it reads, then its aggregation, then what happens to the results.</summary>
public sealed class QueryLowering(QueryPlan query, EquatableArray<InputPlan> inputs)
{
    private readonly List<ScanPath> _paths = [];
    private readonly List<int> _watermarks = [];
    private GroupLowering? _group;

    public PhysicalQuery Lower()
    {
        List<Operator> results = [];
        AggregateOperator? aggregate = SplitAtAggregate(query.Root, results);
        if (aggregate is null)
        {
            LowerPaths(query.Root, FinishWithOutput);
            return new PhysicalQuery(query, Paths(null), null, default, _watermarks.ToEquatable());
        }

        _group = new GroupLowering(aggregate);
        LowerPaths(aggregate.Source, steps => steps.Add(_group.Stage(steps.Row)));
        GroupPlan plan = _group.Plan;
        return new PhysicalQuery(query, Paths(plan), plan, ResultLowering.Lower(plan, results), _watermarks.ToEquatable());
    }

    private EquatableArray<ScanPath> Paths(GroupPlan? group) => 
        _paths.Select(p => VectorProjection.Apply(TextForms.Apply(p, inputs[p.InputId], group), group)).ToEquatable();

    // The operators above the aggregation, bottom up, end in results.
    private static AggregateOperator? SplitAtAggregate(Operator root, List<Operator> results)
    {
        for (Operator current = root; ;)
        {
            if (current is AggregateOperator aggregate)
            {
                results.Reverse();
                return aggregate;
            }

            if (current.Sources.Count != 1)
            {
                return null;
            }

            results.Add(current);
            current = current.Sources[0];
        }
    }

    private void LowerPaths(Operator top, Action<StepBuilder> finish)
    {
        foreach (List<Operator> chain in Chains(top))
        {
            InputOperator input = (InputOperator)chain[0];
            NameTable names = new();
            StepBuilder steps = new(RowBinder.RowAt(input.Result, new RowPlace(input.InputId, "c", "row", string.Empty, string.Empty)), names);
            foreach (Operator step in chain.Skip(1))
            {
                Apply(step, steps);
            }

            finish(steps);
            _paths.Add(new ScanPath(input.InputId, _paths.Count, default, steps.Steps));
        }
    }

    // Each way from an input up to the top, bottom up; a union has one for each of its sides.
    private static IEnumerable<List<Operator>> Chains(Operator top)
    {
        if (top is InputOperator)
        {
            yield return [top];
            yield break;
        }

        foreach (Operator source in top.Sources)
        {
            foreach (List<Operator> chain in Chains(source))
            {
                if (top is not UnionOperator)
                {
                    chain.Add(top);
                }

                yield return chain;
            }
        }
    }

    private void Apply(Operator step, StepBuilder steps)
    {
        switch (step)
        {
            case FilterOperator filter:
                steps.Filter(filter.Predicate, RowBinder.Bind(filter.Predicate, steps.Row));
                break;
            case ProjectOperator project:
                steps.Project(project.Selector, RowBinder.Bind(project.Selector, steps.Row), $"Select({project.Selector.Text})");
                break;
            case FlattenOperator flatten:
                steps.Flatten(flatten);
                break;
            case WatermarkOperator watermark:
                steps.Watermark(watermark);
                if (!_watermarks.Contains(watermark.Id))
                {
                    _watermarks.Add(watermark.Id);
                }

                break;
            case ScanOperator scan:
                steps.Fold(scan, isState: true);
                break;
            default:
                throw new InvalidOperationException($"{step.GetType().Name} cannot stand before an aggregation; the checks should have refused the query.");
        }
    }

    private static void FinishWithOutput(StepBuilder steps) => steps.Add(new OutputStep(steps.Row, string.Empty, null));
}
