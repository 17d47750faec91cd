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
        OutputModeChecks.OrderWithoutAggregation,
        OutputModeChecks.CompleteWithoutAggregation,
        OutputModeChecks.OrderOutsideComplete,
        StateChecks.ScanNotPossible,
        OutputModeChecks.AppendWithoutWatermark,
        OutputModeChecks.AppendNeverFinal,
    ];

    /// <summary>
    /// Adds the findings of judging the plan's queries to those of parsing them, each once, even if a query that has one is used by another.
    /// A query with an error keeps its signature only: no loop is emitted for it. Called by the generator and by the analyzers, so that both mean the same.
    /// </summary>
    public static ParseResult Judge(ParseResult parsed)
    {
        if (parsed.Plan is not { } plan)
        {
            return parsed;
        }

        Finding?[] judged = plan.Queries.Select(Judge).ToArray();
        QueryPlan[] queries = plan.Queries.Select((query, i) => IsError(judged[i]) ? query with { Root = new InvalidOperator(query.Result) } : query).ToArray();
        Finding[] findings = parsed.Findings
            .Concat(judged.OfType<Finding>().GroupBy(finding => (finding.RuleId, finding.Place)).Select(same => same.First()))
            .ToArray();
        return new ParseResult(plan with { Queries = queries.ToEquatable() }, parsed.HasErrors || judged.Any(IsError), findings.ToEquatable());
    }

    /// <summary>Whether a finding is there and forbids emission.</summary>
    private static bool IsError(Finding? finding) => finding is not null && RuleIds.IsError(finding.RuleId);

    /// <summary>What is wrong with a query; of one that could not be read whole, the parser has told.</summary>
    private static Finding? Judge(QueryPlan query) => query.All().Any(op => op is InvalidOperator)
        ? null
        : Errors.Select(check => check(query)).FirstOrDefault(finding => finding is not null) ?? StateChecks.UnboundedState(query);
}
