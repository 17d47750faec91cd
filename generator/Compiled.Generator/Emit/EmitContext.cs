using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>What the section emitters of one file share.</summary>
public sealed class EmitContext
{
    public EmitContext(PhysicalPlan plan, SourceWriter writer)
    {
        Plan = plan;
        Writer = writer;
        Materializers = new MaterializerTable(plan.Inputs);
        Expressions = new ExpressionEmitter(Constants, Materializers) { ChecksOverflow = plan.Plan.ChecksOverflow };
        Values = new ValueForms(Expressions);
    }

    public PhysicalPlan Plan { get; }

    public SourceWriter Writer { get; }

    public ConstantPool Constants { get; } = new();

    public MaterializerTable Materializers { get; }

    public ExpressionEmitter Expressions { get; }

    public ValueForms Values { get; }

    /// <summary>Name of a member of the worker that belongs to <paramref name="query"/>.</summary>
    public static string Field(PhysicalQuery query, string suffix = "") => $"_{char.ToLowerInvariant(query.Name[0])}{query.Name.Substring(1)}{suffix}";

    public static string Field(PhysicalInput input) => $"_{char.ToLowerInvariant(input.TypePrefix[0])}{input.TypePrefix.Substring(1)}";
}
