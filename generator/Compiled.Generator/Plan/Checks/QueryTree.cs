using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan.Checks;

/// <summary>Questions that several checks ask of a query's tree.</summary>
internal static class QueryTree
{
    /// <summary>The operator and all below it, from the result down to the inputs.</summary>
    public static IEnumerable<Operator> All(this Operator root)
    {
        yield return root;
        foreach (Operator below in root.Sources.SelectMany(All))
        {
            yield return below;
        }
    }

    /// <summary>All below an operator.</summary>
    public static IEnumerable<Operator> Below(this Operator op) => op.Sources.SelectMany(All);

    public static IEnumerable<Operator> All(this QueryPlan query) => query.Root.All();

    /// <summary>
    /// Whether groups end: a watermark decides when a window can get no more rows. A key that holds the event time itself is not taken for a window:
    /// the group tables are dropped window by window.
    /// </summary>
    public static bool GroupsEnd(AggregateOperator aggregate) => aggregate.Window is not null && HasWatermark(aggregate);

    public static bool HasWatermark(AggregateOperator aggregate) => aggregate.Below().Any(op => op is WatermarkOperator);

    /// <summary>A finding about a query: the query's name is the first argument of every such message.</summary>
    public static Finding At(this QueryPlan query, string ruleId, SourceSpan? place, params string[] arguments) =>
        new(ruleId, place ?? query.Place ?? new SourceSpan("", 0, 0, 0, 0), new EquatableArray<string>(new[] { query.Name }.Concat(arguments).ToArray()));
}
