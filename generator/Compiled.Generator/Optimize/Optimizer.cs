using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>Plan to physical plan: lowering with scalar replacement, then projection push-down, then splitting in the decoder.</summary>
public static class Optimizer
{
    public static PhysicalPlan Optimize(PipelinePlan plan)
    {
        List<PhysicalQuery> queries = plan.Queries.Select(q => new QueryLowering(q).Lower()).ToList();
        return SplitPushDown.Apply(new PhysicalPlan(plan, NeededColumns.Of(plan, queries), queries.ToEquatable()));
    }
}
