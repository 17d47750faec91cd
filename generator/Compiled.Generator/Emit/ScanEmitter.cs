using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The loop of one query over the decoded rows of one input.</summary>
public sealed class ScanEmitter(EmitContext context, PhysicalQuery query)
{
    private SourceWriter Writer => context.Writer;

    public static string Method(EmitContext context, PhysicalQuery query, ScanPath path)
    {
        string input = context.Plan.Inputs[path.InputId].TypePrefix;
        bool repeated = query.Paths.Count(p => p.InputId == path.InputId) > 1;
        return $"{query.Name}_Over{input}{(repeated ? path.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : string.Empty)}";
    }

    public void Emit(ScanPath path)
    {
        PhysicalInput input = context.Plan.Inputs[path.InputId];
        bool stages = path.Steps.Any(s => s is GroupStep);
        bool late = stages && GroupEmitter.DropsLate(query);
        List<int> watermarks = path.Steps.OfType<WatermarkStep>().Select(w => w.Id).Distinct().ToList();
        Writer.Line($"// {query.Name} over {input.Name}.");
        Writer.Open($"private void {Method(context, query, path)}(int rows)");
        Writer.Line($"var c = {EmitContext.Field(input)};");
        if (path.Steps.Any(s => s is OutputStep))
        {
            Writer.Line($"var port = {EmitContext.Field(query)}Port;");
        }

        if (stages)
        {
            Writer.Line("int staged = 0;");
        }

        if (late)
        {
            Writer.Line("long late = 0;");
            Writer.Line($"long lastClosed = Generated.LastClosed({ResultEmitter.Watermark(query)}, {query.Group!.Operator.Window!.SizeTicks}L);");
        }

        foreach (int id in watermarks)
        {
            Writer.Line($"long maxTime{id} = _maxTime{id};");
        }

        List<Step> steps = [.. path.Steps];
        EmitLeadingWatermarks(steps);
        EmitLoop(path, steps);
        foreach (int id in watermarks)
        {
            Writer.Line($"_maxTime{id} = maxTime{id};");
        }

        if (late)
        {
            Writer.Line($"{EmitContext.Field(query)}Late += late;");
        }

        if (stages)
        {
            Writer.Line($"if (staged > 0) {{ {query.Name}_Aggregate(staged); }}");
        }

        Writer.Close();
        Writer.Line();
    }

    // A watermark before any filter sees every row: its maximum is taken by vector over the column.
    private void EmitLeadingWatermarks(List<Step> steps)
    {
        while (steps.Count > 0 && steps[0] is WatermarkStep { Time: ColumnExpression { IsNullable: false } time } watermark)
        {
            Writer.Line($"// {watermark.Text}");
            Writer.Line($"maxTime{watermark.Id} = Math.Max(maxTime{watermark.Id}, ColumnMax.Of({time.Place.Columns}.{time.Identifier}, rows));");
            steps.RemoveAt(0);
        }
    }

    private void EmitLoop(ScanPath path, List<Step> steps)
    {
        IReadOnlyList<FilterStep> filters = VectorFilterEmitter.Leading(path);
        if (filters.Count == 0)
        {
            Writer.Open("for (int row = 0; row < rows; row++)");
            new StepEmitter(context, query).Emit(steps);
            Writer.Close();
            return;
        }

        steps.RemoveRange(0, filters.Count);
        string mask = EmitContext.Field(query, "Selected");
        foreach (FilterStep filter in filters)
        {
            Writer.Line($"// {filter.Text}");
        }

        Writer.Line($"RowFilter.Run({new VectorFilterEmitter(context).Construct(query, path)}, rows, {mask});");
        Writer.Open("for (int word = 0, words = RowFilter.Words(rows); word < words; word++)");
        Writer.Open($"for (ulong bits = {mask}[word]; bits != 0; bits &= bits - 1)");
        Writer.Line("int row = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);");
        new StepEmitter(context, query).Emit(steps);
        Writer.Close();
        Writer.Close();
    }
}
