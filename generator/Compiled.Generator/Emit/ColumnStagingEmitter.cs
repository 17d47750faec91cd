using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>
/// Stages rows for an aggregation a column at a time: what lies in a column as it is needed is not copied, texts become keys and times become windows in loops of the runtime,
/// and what is left is a small loop of its own, whose few variables stay in registers.
/// </summary>
public sealed class ColumnStagingEmitter
{
    private readonly EmitContext _context;
    private readonly PhysicalQuery _query;
    private readonly ScanPath _path;
    private readonly IReadOnlyList<FilterStep> _filters;
    private readonly IReadOnlyList<Step> _lets;
    private readonly GroupStep _step;
    private readonly List<Action> _methods = [];

    public ColumnStagingEmitter(EmitContext context, PhysicalQuery query, ScanPath path, IReadOnlyList<Step> steps)
    {
        _context = context;
        _query = query;
        _path = path;
        _filters = VectorSteps.Filters(path);
        _lets = [.. steps.Skip(_filters.Count).Take(steps.Count - 1 - _filters.Count)];
        _step = (GroupStep)steps[steps.Count - 1];
    }

    private SourceWriter Writer => _context.Writer;

    private GroupPlan Group => _query.Group!;

    private bool IsFiltered => _filters.Count > 0;

    /// <summary>Name of the field that holds indexes of rows.</summary>
    public static string RowsField(PhysicalQuery query) => EmitContext.Field(query, "Rows");

    /// <summary>Whether a query needs that field.</summary>
    public static bool NeedsRows(PhysicalQuery query) =>
        query.Group is not null && (GroupEmitter.DropsLate(query) || query.Paths.Any(p => VectorSteps.Filters(p).Count > 0));

    /// <summary>The body of the loop's method: everything up to the call that aggregates what was staged.</summary>
    public void EmitBody()
    {
        EmitSelection();
        EmitKeys();
        foreach (Expression time in _step.Time is null ? [] : new[] { _step.Time })
        {
            EmitWindows(time);
        }

        for (int i = 0; i < Group.Values.Count; i++)
        {
            EmitValue(_step.Values[i], Group.Values[i]);
        }

        if (GroupEmitter.DropsLate(_query))
        {
            EmitLate();
        }
    }

    /// <summary>The small loops that the body calls.</summary>
    public void EmitMethods() => _methods.ForEach(emit => emit());

    private void EmitSelection()
    {
        foreach (FilterStep filter in _filters)
        {
            Writer.Line($"// {OneLine.Of(filter.Text)}");
        }

        if (!IsFiltered)
        {
            Writer.Line("int staged = rows;");
            return;
        }

        string mask = EmitContext.Field(_query, "Selected");
        Writer.Line($"RowFilter.Run({new VectorFilterEmitter(Writer, _context.Expressions).Construct(_query, _path)}, rows, {mask});");
        Writer.Line($"var selected = {RowsField(_query)};");
        Writer.Line($"int staged = RowSelection.Of({mask}, rows, selected);");
    }

    private void EmitKeys()
    {
        Writer.Line($"// {OneLine.Of(_step.Text)}");
        string own = EmitContext.Field(_query) + "Keys";
        if (Group.Keys.Count == 0)
        {
            Writer.Line($"var stagedKeys = {own};");
            return;
        }

        Expression key = _step.Keys[0];
        if (!Group.IsComposite && GroupEmitter.IsPlain(key, forKey: true))
        {
            EmitColumn($"{GroupEmitter.ColumnOf(key)}.As<{GroupEmitter.KeyType(_query)}>()", "stagedKeys", own);
            return;
        }

        Writer.Line($"var stagedKeys = {own};");
        if (!Group.IsComposite && key.Type is { IsText: true, IsNullable: false } && TextColumn(key) is { } texts)
        {
            Writer.Line(IsFiltered ? $"TextKey.Set({texts}, selected, staged, stagedKeys);" : $"TextKey.Set({texts}, staged, stagedKeys);");
            return;
        }

        EmitLoop("Keys", _step.Keys, [("stagedKeys", $"Column<{GroupEmitter.KeyType(_query)}>")], () => [new GroupEmitter(_context, _query).KeyStatement(_step)]);
    }

    private string? TextColumn(Expression text) => text switch
    {
        ColumnExpression column => GroupEmitter.ColumnOf(column),
        LocalExpression local when _lets.OfType<PartStep>().FirstOrDefault(p => p.Local.Name == local.Name) is { } part => GroupEmitter.ColumnOf(part.Source),
        _ => null,
    };

    private void EmitWindows(Expression time)
    {
        string field = EmitContext.Field(_query);
        string earliest = GroupEmitter.DropsLate(_query) ? "long earliest = " : string.Empty;
        Writer.Line($"var window = {field}Window;");
        Writer.Line($"var stagedWindows = {field}Windows;");
        if (time is ColumnExpression { IsNullable: false } column)
        {
            string ticks = GroupEmitter.ColumnOf(column);
            if (IsFiltered)
            {
                Writer.Line($"RowSelection.Take({ticks}, selected, staged, stagedWindows);");
                ticks = "stagedWindows";
            }

            Writer.Line($"{earliest}window.StartsOf({ticks}, staged, stagedWindows);");
            return;
        }

        EmitLoop("Windows", [time], [("stagedWindows", "Column<long>")], () => [$"stagedWindows[staged] = {_context.Values.Scalar(time)};"]);
        Writer.Line($"{earliest}window.StartsOf(stagedWindows, staged, stagedWindows);");
    }

    private void EmitValue(Expression value, StagedValue staged)
    {
        string name = "staged" + staged.Name;
        string own = EmitContext.Field(_query) + staged.Name;
        if (!staged.IsKey && (GroupEmitter.IsPlain(value, forKey: false) || value is ColumnExpression { IsNullable: false, Type.IsText: true }))
        {
            EmitColumn(GroupEmitter.ColumnOf(value), name, own);
            return;
        }

        List<(string Name, string Type)> columns = [(name, $"Column<{GroupEmitter.StagedElement(staged)}>")];
        if (GroupEmitter.HasFlag(staged))
        {
            columns.Add((name + "_HasValue", "Column<bool>"));
        }

        foreach ((string column, _) in columns)
        {
            Writer.Line($"var {column} = {own}{column.Substring(name.Length)};");
        }

        EmitLoop(staged.Name, [value], columns, () => _context.Values.Stage(value, staged, name));
    }

    // A column that is staged as it is: not at all if every row is taken.
    private void EmitColumn(string column, string staged, string own)
    {
        Writer.Line($"var {staged} = {(IsFiltered ? own : column)};");
        if (IsFiltered)
        {
            Writer.Line($"RowSelection.Take({column}, selected, staged, {staged});");
        }
    }

    private void EmitLate()
    {
        string field = EmitContext.Field(_query);
        Writer.Open("if (earliest <= lastClosed)");
        Writer.Line($"int inTime = RowSelection.Above(stagedWindows, staged, lastClosed, {RowsField(_query)});");
        Writer.Line("late = staged - inTime;");
        foreach (string name in new GroupEmitter(_context, _query).Columns())
        {
            Writer.Line($"RowSelection.Take(staged{name}, {RowsField(_query)}, inTime, {field}{name});");
            if (name != "Windows")
            {
                Writer.Line($"staged{name} = {field}{name};");
            }
        }

        Writer.Line("staged = inTime;");
        Writer.Close();
    }

    private void EmitLoop(string suffix, IEnumerable<Expression> values, IReadOnlyList<(string Name, string Type)> columns, Func<IEnumerable<string>> statements)
    {
        string method = $"{ScanEmitter.Method(_context, _query, _path)}_{suffix}";
        string selected = IsFiltered ? ", selected" : string.Empty;
        Writer.Line($"{method}(staged{selected}, {string.Join(", ", columns.Select(c => c.Name))});");
        _methods.Add(() =>
        {
            string parameter = IsFiltered ? ", Column<int> selected" : string.Empty;
            Writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
            Writer.Open($"private void {method}(int count{parameter}, {string.Join(", ", columns.Select(c => $"{c.Type} {c.Name}"))})");
            Writer.Line($"var c = {EmitContext.Field(_context.Plan.Inputs[_path.InputId])};");
            IReadOnlyList<Step> lets = ColumnStaging.Needed(values, _lets);
            List<Expression> read = [.. values, .. lets.SelectMany(NeededColumns.Expressions)];
            ScanEmitter.EmitColumnLocals(Writer, read);
            new VectorMapEmitter(_context).EmitLocals(_query, _path, read);
            Writer.Open("for (int staged = 0; staged < count; staged++)");
            Writer.Line(IsFiltered ? "int row = selected[staged];" : "int row = staged;");
            new StepEmitter(_context, _query).Emit(lets);
            foreach (string statement in statements())
            {
                Writer.Line(statement);
            }

            Writer.Close();
            Writer.Close();
            Writer.Line();
        });
    }
}
