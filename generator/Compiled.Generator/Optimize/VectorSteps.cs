using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>What of a query is vector code over whole batches, before the loop over rows.</summary>
public static class VectorSteps
{
    /// <summary>Leading filters of a path that are vector code: a prefix of its steps, and no watermark between them.</summary>
    public static IReadOnlyList<FilterStep> Filters(ScanPath path)
    {
        List<FilterStep> filters = [];
        int lane = 0;
        foreach (Step step in path.Steps)
        {
            if (step is WatermarkStep { Time: ColumnExpression } && filters.Count == 0)
            {
                continue;
            }

            if (step is not FilterStep filter || VectorPredicate.LaneBytes(filter.Predicate) is not (> 0 and var bytes) || (lane != 0 && lane != bytes))
            {
                break;
            }

            lane = bytes;
            filters.Add(filter);
        }

        return filters;
    }

    /// <summary>The user's words for each of them, for the plan's text.</summary>
    public static IEnumerable<string> Of(PhysicalQuery query) => query.Paths.SelectMany(Of).Distinct();

    private static IEnumerable<string> Of(ScanPath path) => path.Steps
        .TakeWhile(s => s is WatermarkStep { Time: ColumnExpression { IsNullable: false } })
        .Select(s => s.Text)
        .Concat(path.Maps.Select(m => m.Text))
        .Concat(Filters(path).Select(f => f.Text));
}
