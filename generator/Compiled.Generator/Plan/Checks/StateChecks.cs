using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan.Checks;

/// <summary>State that the engine does not keep, or would keep for ever.</summary>
internal static class StateChecks
{
    /// <summary>CMP0501: state that is fed by other state.</summary>
    public static Finding? Chained(QueryPlan query) => query.All()
        .Where(IsChained)
        .Select(op => query.At(RuleIds.ChainedState, op.Place, Name(op)))
        .LastOrDefault();

    /// <summary>CMP0502: a running fold over rows that change later, or over a stream with an accumulator that cannot be kept as it lies in memory.</summary>
    public static Finding? ScanNotPossible(QueryPlan query) => query.All()
        .OfType<ScanOperator>()
        .Select(scan => ReasonAgainst(scan, query.OutputMode) is { } reason ? query.At(RuleIds.ScanNotPossible, scan.Place, reason) : null)
        .FirstOrDefault(finding => finding is not null);

    /// <summary>CMP0503: groups that no watermark ever ends are kept for ever. In Complete mode that is what was asked for; in Append mode it is an error of its own.</summary>
    public static Finding? UnboundedState(QueryPlan query) => query.OutputMode != QueryOutputMode.Update ? null : query.All()
        .OfType<AggregateOperator>()
        .Where(aggregate => !QueryTree.GroupsEnd(aggregate))
        .Select(aggregate => query.At(RuleIds.UnboundedState, aggregate.Place))
        .FirstOrDefault();

    private static bool IsChained(Operator op) => op switch
    {
        AggregateOperator or UnionOperator => op.Below().Any(IsStateful),

        // A fold over groups keeps nothing: it starts anew with every whole result (and CMP0502 sees to it that there is one).
        ScanOperator => !IsOverResult(op) && op.Below().Any(IsStateful),
        _ => false,
    };

    private static string? ReasonAgainst(ScanOperator scan, QueryOutputMode mode)
    {
        if (IsOverResult(scan))
        {
            return mode == QueryOutputMode.Complete
                ? null
                : $"in {mode} mode the groups that it would fold change later; use OutputMode.Complete, where the fold starts anew with every whole result";
        }

        return scan.AccumulatorType.IsUnmanaged
            ? null
            : $"its accumulator {scan.AccumulatorType.Name.Replace("global::", "")} holds references, and over a stream the accumulator is state that is kept as it lies in memory; use a struct of numbers and dates";
    }

    private static bool IsOverResult(Operator op) => op.Below().Any(below => below is AggregateOperator);

    private static bool IsStateful(Operator op) => op is AggregateOperator or ScanOperator;

    private static string Name(Operator op) => op switch
    {
        AggregateOperator => "GroupBy",
        ScanOperator => "Scan",
        _ => "Union",
    };
}
