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
        Writer.Line($"// {query.Query.Name} over {input.Name}.");
        // A short job ends before the JIT would improve the loop: it is compiled with all optimisations at once.
        Writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        Writer.Open($"private void {Method(context, query, path)}(int rows)");
        EmitRunningAt(path.Steps.Select(s => s.Text));
        Writer.Line($"var c = {EmitContext.Field(input)};");
        if (path.Steps.Any(s => s is OutputStep))
        {
            Writer.Line($"var port = {EmitContext.Field(query)}Port;");
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
        new VectorMapEmitter(context).EmitRuns(query, path);
        ColumnStagingEmitter? columns = null;
        string? direct = stages ? new GroupEmitter(context, query).DirectCall(steps) : null;
        if (direct is not null)
        {
            Writer.Line($"// {steps[0].Text}");
            Writer.Line(direct);
        }
        else if (stages && ColumnStaging.Applies(steps, VectorSteps.Filters(path).Count))
        {
            columns = new ColumnStagingEmitter(context, query, path, steps);
            columns.EmitBody();
        }
        else
        {
            EmitLocals(steps, stages);
            EmitLoop(path, steps);
        }

        bool holdsMadeText = path.Steps.Any(s => s is FlattenSplitStep { IsInInput: false });
        if (path.Steps.Any(s => s is OutputStep) && (holdsMadeText || HoldsDecodersText(input.Format.Format, query.Query.Result)))
        {
            Writer.Line("port.Flush(); // texts that had to be unescaped or made lie in memory that the next batch uses again");
        }

        foreach (int id in watermarks)
        {
            Writer.Line($"_maxTime{id} = maxTime{id};");
        }

        if (late)
        {
            Writer.Line($"{EmitContext.Field(query)}Late += late;");
        }

        if (stages && direct is null)
        {
            GroupEmitter group = new(context, query);
            if (query.Group!.Operator.Window is not null)
            {
                Writer.Line($"{EmitContext.Field(query)}Window = window;");
            }

            Writer.Line(group.CallAggregate());
        }

        Writer.Close();
        Writer.Line();
        columns?.EmitMethods();
    }

    private static bool HoldsDecodersText(InputFormat format, RowSchema row) =>
        format is not (InputFormat.Text or InputFormat.Binary) && row.Columns.Any(c => c.Kind == ColumnKind.Text || (c.Nested is not null && HoldsDecodersText(format, c.Nested)));

    /// <summary>Notes which operators run from here on, for the message of a failure: once a batch, not a row.</summary>
    public void EmitRunningAt(IEnumerable<string> texts)
    {
        IEnumerable<string> operators = texts.Where(t => t.IndexOf('(') > 0).Select(t => t.Substring(0, t.IndexOf('('))).Distinct();
        Writer.Line($"RunningAt = {Literals.Text($"query '{query.Query.Name}', {string.Join(", ", operators.DefaultIfEmpty("output"))}")};");
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

    private void EmitLocals(List<Step> steps, bool stages)
    {
        EmitColumnLocals(Writer, steps.SelectMany(NeededColumns.Expressions));
        if (stages)
        {
            Writer.Line("int staged = 0;");
            new GroupEmitter(context, query).EmitLocals();
        }
    }

    /// <summary>Locals of the columns that expressions read.</summary>
    public static void EmitColumnLocals(SourceWriter writer, IEnumerable<Expression> expressions)
    {
        foreach ((string local, string column) in expressions.SelectMany(e => e.SelfAndDescendants()).SelectMany(ColumnsRead).Distinct())
        {
            writer.Line($"var {local} = {column};");
        }
    }

    /// <summary>The locals through which <paramref name="expression"/> reads columns, without what is below it.</summary>
    internal static IEnumerable<(string Local, string Column)> ColumnsRead(Expression expression)
    {
        switch (expression)
        {
            case ColumnExpression column:
                yield return (column.Place.Local(column.Identifier), $"{column.Place.Columns}.{column.Identifier}");
                if (column.IsNullable)
                {
                    yield return (column.Place.Local(column.Identifier) + "_HasValue", $"{column.Place.Columns}.{column.Identifier}_HasValue");
                }

                break;
            case HasValueExpression has:
                yield return (has.Place.Local(has.Identifier) + "_HasValue", $"{has.Place.Columns}.{has.Identifier}_HasValue");
                break;
            case ListExpression list:
                foreach (string part in new[] { "_Start", "_Count" })
                {
                    yield return (list.Place.Local(list.Identifier) + part, $"{list.Place.Columns}.{list.Identifier}{part}");
                }

                break;
        }
    }

    private void EmitLoop(ScanPath path, List<Step> steps)
    {
        IReadOnlyList<FilterStep> filters = VectorSteps.Filters(path);
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

        Writer.Line($"RowFilter.Run({new VectorFilterEmitter(Writer, context.Expressions).Construct(query, path)}, rows, {mask});");
        Writer.Open("for (int word = 0, words = RowFilter.Words(rows); word < words; word++)");
        Writer.Open($"for (ulong bits = {mask}[word]; bits != 0; bits &= bits - 1)");
        Writer.Line("int row = (word << 6) + global::System.Numerics.BitOperations.TrailingZeroCount(bits);");
        new StepEmitter(context, query).Emit(steps);
        Writer.Close();
        Writer.Close();
    }
}
