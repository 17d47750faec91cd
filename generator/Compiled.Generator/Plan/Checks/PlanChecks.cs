using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan.Checks;

/// <summary>Judges a plan. A query gets one error at most, the one whose remedy goes deepest: a second one would often vanish with the first.</summary>
public static class PlanChecks
{
    private static readonly Func<QueryPlan, Finding?>[] Errors =
    [
        StateChecks.Chained,
        TimeChecks.WatermarkAfterGroupBy,
        TimeChecks.WatermarkAndWindowDiffer,
        OutputModeChecks.OrderBeforeAggregation,
        OutputModeChecks.CompleteWithoutAggregation,
        OutputModeChecks.OrderOutsideComplete,
        StateChecks.ScanNotPossible,
        OutputModeChecks.AppendWithoutWatermark,
        OutputModeChecks.AppendNeverFinal,
    ];

    /// <summary>All findings of the plan's queries, each once, even if a query that has it is used by another.</summary>
    public static EquatableArray<Finding> Check(PipelinePlan plan)
    {
        var findings = new List<Finding>();
        var told = new HashSet<(string, SourceSpan)>();
        foreach (QueryPlan query in plan.Queries)
        {
            if (Check(query) is { } finding && told.Add((finding.RuleId, finding.Place)))
            {
                findings.Add(finding);
            }
        }

        return findings.ToEquatable();
    }

    /// <summary>Whether the query must not be emitted.</summary>
    public static bool HasError(QueryPlan query) => FirstError(query) is not null;

    private static Finding? Check(QueryPlan query) => FirstError(query) ?? StateChecks.UnboundedState(query);

    private static Finding? FirstError(QueryPlan query) => Errors.Select(check => check(query)).FirstOrDefault(finding => finding is not null);
}
