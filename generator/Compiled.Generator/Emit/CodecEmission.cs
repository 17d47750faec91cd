using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>Names of the row codecs: one a result type, shared by the queries that have it.</summary>
public static class CodecEmission
{
    public static string ClassName(PipelinePlan plan, QueryPlan query)
    {
        QueryPlan first = plan.Queries.First(q => q.Result.Type == query.Result.Type);
        return $"{first.Name}Codec";
    }

    /// <summary>Each codec once.</summary>
    public static IEnumerable<(RowSchema Row, string ClassName)> All(PipelinePlan plan) =>
        plan.Queries.Select(q => (q.Result, ClassName(plan, q))).GroupBy(c => c.Item2).Select(g => g.First());
}
