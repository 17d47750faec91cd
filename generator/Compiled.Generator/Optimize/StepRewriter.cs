using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>Rewrites every expression of a step.</summary>
public static class StepRewriter
{
    public static Step Rewrite(this ExpressionRewriter rewriter, Step step) => step switch
    {
        FilterStep s => s with { Predicate = rewriter.Rewrite(s.Predicate) },
        LetStep s => s with { Value = rewriter.Rewrite(s.Value) },
        WatermarkStep s => s with { Time = rewriter.Rewrite(s.Time) },
        FlattenSplitStep s => s with { Source = rewriter.Rewrite(s.Source), Separator = rewriter.Rewrite(s.Separator), Options = s.Options is null ? null : rewriter.Rewrite(s.Options) },
        FlattenEnumerableStep s => s with { Collection = rewriter.Rewrite(s.Collection) },
        OutputStep s => s with { Row = rewriter.Rewrite(s.Row) },
        GroupStep s => s with
        {
            Keys = s.Keys.Select(rewriter.Rewrite).ToEquatable(),
            Time = s.Time is null ? null : rewriter.Rewrite(s.Time),
            Values = s.Values.Select(rewriter.Rewrite).ToEquatable(),
        },
        CollectStep s => s with { Row = rewriter.Rewrite(s.Row) },
        FoldStep s => s with { Next = rewriter.Rewrite(s.Next) },
        _ => step,
    };
}
