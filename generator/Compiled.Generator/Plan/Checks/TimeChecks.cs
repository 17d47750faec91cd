using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan.Checks;

/// <summary>Watermarks and windows that do not belong together.</summary>
internal static class TimeChecks
{
    /// <summary>CMP0303: a watermark on the results of an aggregation comes too late to close the aggregation's groups.</summary>
    public static Finding? WatermarkAfterGroupBy(QueryPlan query) => query.All()
        .OfType<WatermarkOperator>()
        .Where(watermark => watermark.Below().Any(op => op is AggregateOperator))
        .Select(watermark => query.At(RuleIds.WatermarkAfterGroupBy, watermark.Place))
        .FirstOrDefault();

    /// <summary>CMP0304: the windows count one time, the watermark another, so windows would be closed by a clock that is not theirs.</summary>
    public static Finding? WatermarkAndWindowDiffer(QueryPlan query)
    {
        foreach (AggregateOperator aggregate in query.All().OfType<AggregateOperator>())
        {
            if (aggregate.Window is not { } window || ColumnTrace.PathOf(window.Time) is not { } windowTime)
            {
                continue;
            }

            foreach ((WatermarkOperator watermark, string? path) in ColumnTrace.Watermarks(aggregate, windowTime))
            {
                if (path is not null && ColumnTrace.PathOf(watermark.Time) is { } watermarkTime && watermarkTime != path)
                {
                    return query.At(RuleIds.WatermarkAndWindowDiffer, window.Time.Place ?? window.Place ?? aggregate.Place, windowTime, watermarkTime);
                }
            }
        }

        return null;
    }
}
