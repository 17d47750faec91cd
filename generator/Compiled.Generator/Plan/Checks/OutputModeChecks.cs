using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan.Checks;

/// <summary>Queries that their output mode cannot deliver.</summary>
internal static class OutputModeChecks
{
    /// <summary>CMP0401: the whole result of a query without groups is every row that ever came.</summary>
    public static Finding? CompleteWithoutAggregation(QueryPlan query) =>
        query.OutputMode == QueryOutputMode.Complete && !query.All().Any(op => op is AggregateOperator)
            ? query.At(RuleIds.CompleteWithoutAggregation, query.ModePlace)
            : null;

    /// <summary>CMP0402: without a watermark no window is ever known to be final.</summary>
    public static Finding? AppendWithoutWatermark(QueryPlan query) => Appended(query)
        .Where(aggregate => !QueryTree.HasWatermark(aggregate))
        .Select(aggregate => query.At(RuleIds.AppendWithoutWatermark, aggregate.Place))
        .FirstOrDefault();

    /// <summary>CMP0403: there is a watermark, but the groups have no end that it could pass.</summary>
    public static Finding? AppendNeverFinal(QueryPlan query) => Appended(query)
        .Where(aggregate => !QueryTree.GroupsEnd(aggregate))
        .Select(aggregate => query.At(RuleIds.AppendNeverFinal, aggregate.Place))
        .FirstOrDefault();

    /// <summary>CMP0404: only a whole result can be put in order.</summary>
    public static Finding? OrderOutsideComplete(QueryPlan query) => query.OutputMode == QueryOutputMode.Complete ? null : Ordering(query)
        .Select(op => query.At(RuleIds.OrderOutsideComplete, op.Place, Name(op), query.OutputMode.ToString()))
        .LastOrDefault();

    /// <summary>CMP0405: rows that never end have no order and no first; only the result of an aggregation is whole in a batch.</summary>
    public static Finding? OrderWithoutAggregation(QueryPlan query) => Ordering(query)
        .Where(op => !op.Below().Any(below => below is AggregateOperator))
        .Select(op => query.At(RuleIds.OrderWithoutAggregation, op.Place, Name(op)))
        .LastOrDefault();

    private static IEnumerable<AggregateOperator> Appended(QueryPlan query) =>
        query.OutputMode == QueryOutputMode.Append ? query.All().OfType<AggregateOperator>() : [];

    private static IEnumerable<Operator> Ordering(QueryPlan query) => query.All().Where(op => op is SortOperator or TakeOperator);

    private static string Name(Operator op) => op is SortOperator ? "OrderBy" : "Take";
}
