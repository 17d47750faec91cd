using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>Plan to physical plan: lowering with scalar replacement, then projection push-down, then what the decoder can do of the queries' work.</summary>
public static class Optimizer
{
    public static PhysicalPlan Optimize(PipelinePlan plan)
    {
        NameRoots names = new();
        List<string> inputs = plan.Inputs.Select(i => names.Of(char.ToUpperInvariant(i.Name[0]) + i.Name.Substring(1))).ToList();
        List<PhysicalQuery> queries = plan.Queries.Select(q => new QueryLowering(q, plan.Inputs).Lower() with { Name = names.Of(q.Name) }).ToList();
        return SplitPushDown.Apply(FilterPushDown.Apply(new PhysicalPlan(plan, NeededColumns.Of(plan, queries, inputs), queries.ToEquatable())));
    }
}
