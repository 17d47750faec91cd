using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Emit;

/// <summary>The program class: description, parameters, and the making of workers.</summary>
public sealed class ProgramEmitter(EmitContext context)
{
    private SourceWriter Writer => context.Writer;

    private PipelinePlan Plan => context.Plan.Plan;

    public void Emit(string planText, string stateSchema)
    {
        Writer.Open("public sealed class Program : PipelineProgram");
        Writer.Line($"public const string PlanText =\n{Literals.Raw(planText)};");
        Writer.Line($"private const string StateSchema =\n{Literals.Raw(stateSchema)};");
        Writer.Line();
        foreach (ParameterPlan parameter in Plan.Parameters)
        {
            Writer.Line($"public readonly {parameter.Type.Name} {ExpressionEmitter.ParameterField(parameter.Name)};");
        }

        Writer.Open($"public Program({string.Join(", ", Plan.Parameters.Select(p => $"{p.Type.Name} {ExpressionEmitter.ParameterField(p.Name)}"))})");
        foreach (ParameterPlan parameter in Plan.Parameters)
        {
            string name = ExpressionEmitter.ParameterField(parameter.Name);
            Writer.Line($"this.{name} = {name};");
        }

        Writer.Close();
        Writer.Line();
        Writer.Line("public override PipelineDescription Description { get; } = new(");
        Writer.Line($"    {Literals.Text(Plan.FullName)},");
        Writer.Line($"    [{string.Join(", ", context.Plan.Inputs.Select(Input))}],");
        Writer.Line($"    [{string.Join(", ", context.Plan.Queries.Select(Query))}],");
        int watermarks = context.Plan.Queries.SelectMany(q => q.Watermarks).Select(id => id + 1).DefaultIfEmpty(0).Max();
        Writer.Line($"    {watermarks},");
        Writer.Line("    PlanText,");
        Writer.Line("    StateSchema);");
        Writer.Line();
        Writer.Line("public override PipelineWorker CreateWorker(WorkerContext context) => new Worker(this, context);");
        Writer.Close();
        Writer.Line();
    }

    private static string Input(PhysicalInput input)
    {
        string framing = input.Format.Format switch
        {
            InputFormat.Csv => "QuotedNewline",
            InputFormat.Binary => "FixedSize",
            InputFormat.None => "Objects",
            _ => "Newline",
        };
        int bytes = input.Format.Format == InputFormat.Binary ? BinaryDecoderEmitter.RecordBytes(input.Row) : 0;
        return $"new InputDescription({Literals.Text(input.Name)}, RowFraming.{framing}, {bytes})";
    }

    private static string Query(PhysicalQuery query)
    {
        bool isFold = query.Paths.SelectMany(p => p.Steps).OfType<FoldStep>().Any();
        string watermarks = string.Join(", ", query.Watermarks);
        string order = isFold ? " { NeedsOrder = true }" : string.Empty;
        return $"new QueryDescription({Literals.Text(query.Query.Name)}, OutputMode.{query.Query.OutputMode}, {(query.Group is not null || isFold ? "true" : "false")}, [{watermarks}]){order}";
    }
}
