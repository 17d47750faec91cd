using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>What users call: Read with a parameter an input, Write with one a query, Explain; so a forgotten binding does not compile.</summary>
public sealed class BindingEmitter(SourceWriter writer, PipelinePlan plan)
{
    private string Access => plan.Accessibility;

    /// <summary>With bodies.</summary>
    public void Emit(PhysicalPlan physical)
    {
        EmitRead(() =>
        {
            string arguments = string.Join(", ", plan.Parameters.Select(p => Identifier(p.Name)));
            string bindings = Free("bindings");
            writer.Line($"var {bindings} = new PipelineBindings(new {GeneratedNames.Host}.Program({arguments}));");
            foreach (InputPlan input in plan.Inputs)
            {
                writer.Line($"{bindings}.Input<{input.Row.Type}>({input.Id}, {Identifier(input.Name)});");
            }

            writer.Line($"{bindings}.Malformed({Free("malformed")});");
            writer.Line($"return new {GeneratedNames.Inputs}({bindings});");
        });
        EmitExplain($"{GeneratedNames.Host}.Program.PlanText");
        EmitInputs(() =>
        {
            foreach (QueryPlan query in plan.Queries)
            {
                writer.Line($"_bindings.Output<{query.Result.Type}>({query.Id}, {Parameter(query)}, new {GeneratedNames.Host}.{CodecEmission.ClassName(physical, query.Id)}());");
            }

            writer.Line("return new JobBuilder(_bindings);");
        });
    }

    /// <summary>Signatures only, for a pipeline with errors: calls of Read and Write keep compiling, so that one fault is one error.</summary>
    public void EmitSignatures()
    {
        EmitRead(() => writer.Line("throw new global::System.InvalidOperationException(\"This pipeline has errors and was not compiled.\");"));
        EmitExplain("\"This pipeline has errors and was not compiled.\"");
        EmitInputs(() => writer.Line("throw new global::System.InvalidOperationException(\"This pipeline has errors and was not compiled.\");"));
    }

    private static string Identifier(string name) => "@" + name.TrimStart('@');

    // A name that no input and no parameter has.
    private string Free(string name)
    {
        while (plan.Inputs.Any(i => i.Name == name) || plan.Parameters.Any(p => p.Name == name))
        {
            name += "_";
        }

        return name;
    }

    private static string Parameter(QueryPlan query) => "@" + char.ToLowerInvariant(query.Name[0]) + query.Name.Substring(1);

    private void EmitRead(Action body)
    {
        IEnumerable<string> inputs = plan.Inputs.Select(i => $"Input<{i.Row.Type}> {Identifier(i.Name)}");
        IEnumerable<string> required = plan.Parameters.Where(p => p.Default is null).Select(p => $"{p.Type.Name} {Identifier(p.Name)}");
        IEnumerable<string> optional = plan.Parameters.Where(p => p.Default is not null).Select(p => $"{p.Type.Name} {Identifier(p.Name)} = {p.Default}");
        writer.Line("/// <summary>Binds the inputs: where their bytes or rows come from, and what to do with rows that cannot be decoded (default: fail).</summary>");
        writer.Open($"{Access} static {GeneratedNames.Inputs} Read({string.Join(", ", inputs.Concat(required).Concat(optional).Concat([$"Malformed? {Free("malformed")} = null"]))})");
        body();
        writer.Close();
        writer.Line();
    }

    private void EmitExplain(string text)
    {
        writer.Line("/// <summary>Every query's plan, as text.</summary>");
        writer.Line($"public static string Explain() => {text};");
        writer.Line();
    }

    private void EmitInputs(Action body)
    {
        writer.Line("/// <summary>The pipeline with its inputs bound; bind the outputs next.</summary>");
        writer.Open($"{Access} sealed class {GeneratedNames.Inputs}");
        writer.Line("private readonly PipelineBindings _bindings;");
        writer.Line();
        writer.Line($"internal {GeneratedNames.Inputs}(PipelineBindings bindings) => _bindings = bindings;");
        writer.Line();
        writer.Line("/// <summary>Binds the output of each query.</summary>");
        writer.Open($"{Access} JobBuilder Write({string.Join(", ", plan.Queries.Select(q => $"Output<{q.Result.Type}> {Parameter(q)}"))})");
        body();
        writer.Close();
        writer.Close();
        writer.Line();
    }
}
