using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>Plan to physical plan: lowering with scalar replacement, then projection push-down, then what the decoder can do of the queries' work.</summary>
public static class Optimizer
{
    public static PhysicalPlan Optimize(PipelinePlan plan)
    {
        List<PhysicalQuery> queries = plan.Queries.Select(q => new QueryLowering(q, plan.Inputs).Lower()).ToList();
        return SplitPushDown.Apply(new PhysicalPlan(plan, NeededColumns.Of(plan, queries), queries.ToEquatable()));
    }
}
