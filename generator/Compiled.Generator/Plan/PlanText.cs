using System.Text;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan;

/// <summary>A plan as text that a person reads: what Explain() returns, the header of the generated file, snapshots. Lines end in \n.</summary>
public static class PlanText
{
    /// <summary>The plan with what each input's decoder reads and skips, and which steps of each query are vector code.</summary>
    public static string Of(PipelinePlan plan, IReadOnlyList<PhysicalInput> inputs, Func<QueryPlan, IEnumerable<string>> vectorSteps)
    {
        StringBuilder text = new();
        text.Append("pipeline ").Append(plan.FullName).Append('\n');
        foreach (InputPlan input in plan.Inputs)
        {
            PhysicalInput? physical = inputs.FirstOrDefault(p => p.Id == input.Id);
            InputText.Write(text, input, physical);
        }

        foreach (ParameterPlan parameter in plan.Parameters)
        {
            string initial = parameter.Default is null ? "" : " = " + parameter.Default;
            text.Append("parameter ").Append(TypeText.Short(parameter.Type.Name)).Append(' ').Append(parameter.Name).Append(initial).Append('\n');
        }

        foreach (QueryPlan query in plan.Queries)
        {
            text.Append('\n').Append("query ").Append(query.Name).Append(": ").Append(TypeText.Short(query.Result.Type)).Append(", output mode ").Append(query.OutputMode).Append('\n');
            OperatorText.Write(text, plan, query.Root, depth: 1);
            foreach (string step in vectorSteps(query))
            {
                text.Append("  by vectors: ").Append(step).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The plan before it is known what its inputs' decoders read.</summary>
    public static string Of(PipelinePlan plan) => Of(plan, [], _ => []);
}
