using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>Names of the row codecs: one a result type, shared by the queries that have it.</summary>
public static class CodecEmission
{
    public static string ClassName(PhysicalPlan plan, int query) =>
        plan.Queries.First(q => q.Query.Result.Type == plan.Queries[query].Query.Result.Type).Name + "Codec";

    /// <summary>Each codec once.</summary>
    public static IEnumerable<(RowSchema Row, string ClassName)> All(PhysicalPlan plan) =>
        plan.Queries.Select((q, i) => (q.Query.Result, ClassName(plan, i))).GroupBy(c => c.Item2).Select(g => g.First());
}
