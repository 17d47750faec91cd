using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Emit;

/// <summary>One aggregation: its key, aggregates and operations as structs, staging columns, and the batched update.</summary>
public sealed class GroupEmitter(EmitContext context, PhysicalQuery query)
{
    private const int MostColumnsAtOnce = 4;
    private const long UnixEpochTicks = 621355968000000000;

    private SourceWriter Writer => context.Writer;

    private GroupPlan Group => query.Group!;

    private string Key => KeyType(query);

    /// <summary>Name of the field that holds the accumulator of a Scan.</summary>
    public static string FoldField(int id) => $"_accumulator{id}";

    /// <summary>Type of the group key.</summary>
    public static string KeyType(PhysicalQuery query) => query.Group!.Keys.Count switch
    {
        0 => "NoKey",
        1 when !query.Group.IsComposite => KeyTypes.Of(query.Group.Keys[0].Type),
        _ => $"{query.Name}Key",
    };

    public static string StateType(PhysicalQuery query) => $"AggregationState<{KeyType(query)}, {query.Name}Aggregates, {query.Name}Operations>";

    /// <summary>The structs of the aggregation.</summary>
    public void EmitTypes()
    {
        if (Group.IsComposite)
        {
            new KeyStructEmitter(Writer).Emit(Key, Group.Keys);
        }

        new AggregateStructEmitter(Writer).Emit(query);
        if (AddsRows(query))
        {
            new GroupUpdateEmitter(Writer, query).EmitRows();
        }
    }

    /// <summary>Fields of the worker: state and staging columns.</summary>
    public void EmitFields()
    {
        string field = EmitContext.Field(query);
        Writer.Line($"private readonly {StateType(query)} {field};");
        Writer.Line($"private readonly Column<{Key}> {field}Keys;");
        if (Group.Operator.Window is not null)
        {
            Writer.Line($"private readonly Column<long> {field}Windows;");
            Writer.Line($"private TumblingWindow {field}Window = new({Group.Operator.Window.SizeTicks}L, {UnixEpochTicks + Group.Operator.Window.OffsetTicks}L); // {Group.Operator.Window.Text}, aligned to 1970-01-01");
        }

        if (!AddsRows(query))
        {
            Writer.Line($"private readonly Column<nint> {field}Groups;");
        }

        foreach (StagedValue value in Group.Values)
        {
            Writer.Line($"private readonly Column<{StagedElement(value)}> {field}{value.Name};");
            if (HasFlag(value))
            {
                Writer.Line($"private readonly Column<bool> {field}{value.Name}_HasValue;");
            }
        }

        foreach (LoweredAggregate aggregate in Distincts(query))
        {
            Writer.Line($"private readonly {DistinctType(aggregate)} {DistinctField(query, aggregate)};");
        }

        if (ColumnStagingEmitter.NeedsRows(query))
        {
            Writer.Line($"private readonly Column<int> {ColumnStagingEmitter.RowsField(query)}; // indexes of rows that are left");
        }

        Writer.Line($"private long {field}Late;");
    }

    /// <summary>Constructor statements of the fields.</summary>
    public void EmitConstruction()
    {
        string field = EmitContext.Field(query);
        Writer.Line($"{field} = new {StateType(query)}({Group.Operator.Id}, tracksChanges: context.Index == 0);");
        Writer.Line($"{field}Keys = _arena.Allocate<{Key}>(context.BatchRows);");
        if (Group.Operator.Window is not null)
        {
            Writer.Line($"{field}Windows = _arena.Allocate<long>(context.BatchRows);");
        }

        if (!AddsRows(query))
        {
            Writer.Line($"{field}Groups = _arena.Allocate<nint>(context.BatchRows);");
        }

        EmitDistinctConstruction();
        if (ColumnStagingEmitter.NeedsRows(query))
        {
            Writer.Line($"{ColumnStagingEmitter.RowsField(query)} = _arena.Allocate<int>(context.BatchRows);");
        }

        foreach (StagedValue value in Group.Values)
        {
            Writer.Line($"{field}{value.Name} = _arena.Allocate<{StagedElement(value)}>(context.BatchRows);");
            if (HasFlag(value))
            {
                Writer.Line($"{field}{value.Name}_HasValue = _arena.Allocate<bool>(context.BatchRows);");
            }
        }
    }

    private void EmitDistinctConstruction()
    {
        int number = 0;
        foreach (LoweredAggregate aggregate in Distincts(query))
        {
            // Ids of their own in the store, far from those of the operators.
            int id = 0x8000 + (Group.Operator.Id * 16) + number++;
            Writer.Line($"{DistinctField(query, aggregate)} = new {DistinctType(aggregate)}({id}, Generated.GroupBlock, tracksChanges: context.Index == 0);");
        }
    }

    /// <summary>Locals of the row loop: staging columns and the window's cache.</summary>
    public void EmitLocals()
    {
        string field = EmitContext.Field(query);
        foreach (string name in Columns())
        {
            Writer.Line($"var staged{name} = {field}{name};");
        }

        if (Group.Operator.Window is not null)
        {
            Writer.Line($"var window = {field}Window;");
        }
    }

    /// <summary>Staging of one row at index staged: late check, key, window, values.</summary>
    public void EmitStaging(GroupStep step, bool mayOverflow)
    {
        if (step.Time is not null)
        {
            Writer.Line($"long windowStart = window.StartOf({context.Values.Scalar(step.Time)});");
            if (DropsLate(query))
            {
                Writer.Line($"if (windowStart <= lastClosed) {{ late++; continue; }}");
            }

            Writer.Line("stagedWindows[staged] = windowStart;");
        }

        if (Group.Keys.Count > 0)
        {
            Writer.Line(KeyStatement(step));
        }

        for (int i = 0; i < Group.Values.Count; i++)
        {
            foreach (string line in context.Values.Stage(step.Values[i], Group.Values[i], "staged" + Group.Values[i].Name))
            {
                Writer.Line(line);
            }
        }

        if (!mayOverflow)
        {
            Writer.Line("staged++;");
            return;
        }

        Writer.Open("if (++staged == stagedKeys.Capacity)");
        Writer.Line(CallAggregate());
        Writer.Line("staged = 0;");
        Writer.Close();
    }

    /// <summary>C# that stages the key of a row.</summary>
    internal string KeyStatement(GroupStep step)
    {
        if (Group.IsComposite)
        {
            return $"stagedKeys[staged] = new {Key}({string.Join(", ", step.Keys.Select(context.Values.Key))});";
        }

        Expression key = step.Keys[0];
        return key.Type is { IsText: true, IsNullable: false } && key is not ColumnExpression { Form: TextForm.Key }
            ? $"TextKey.Set(out stagedKeys[staged], {context.Values.Slice(key)});"
            : $"stagedKeys[staged] = {context.Values.Key(key)};";
    }

    /// <summary>C# that aggregates what is staged.</summary>
    public string CallAggregate() => $"{query.Name}_Aggregate(staged, {string.Join(", ", Columns().Select(c => "staged" + c))});";

    /// <summary>
    /// C# that aggregates decoded columns as they are, if nothing has to be staged: no filter, no window, an integer column as the key and columns as values. Else null.
    /// </summary>
    public string? DirectCall(IReadOnlyList<Step> steps)
    {
        if (steps.Count != 1 || steps[0] is not GroupStep { Time: null, Keys.Count: 1 } step || Group.IsComposite || !IsPlain(step.Keys[0], forKey: true) || step.Values.Any(v => !IsPlain(v, forKey: false)) || Group.Values.Any(v => v.IsKey))
        {
            return null;
        }

        IEnumerable<string> values = step.Values.Select(ColumnOf);
        return $"{query.Name}_Aggregate(rows, {string.Join(", ", new[] { $"{ColumnOf(step.Keys[0])}.As<{Key}>()" }.Concat(values))});";
    }

    /// <summary>Whether a value lies in a column as it is staged.</summary>
    internal static bool IsPlain(Expression value, bool forKey) =>
        (value is ColumnExpression { IsNullable: false, Place.Index: "row", Type.IsText: false } or ComputedExpression or ColumnExpression { Form: TextForm.Key })
        && !(forKey && value.Type.Kind is ColumnKind.Single or ColumnKind.Double or ColumnKind.Decimal);

    /// <summary>C# of the column that holds <paramref name="plain"/>.</summary>
    internal static string ColumnOf(Expression plain) => plain is ColumnExpression column ? $"{column.Place.Columns}.{column.Identifier}" : ((ComputedExpression)plain).Local;

    // Names of the staging columns, in the order of the aggregate method's parameters.
    internal IEnumerable<string> Columns()
    {
        yield return "Keys";
        if (Group.Operator.Window is not null)
        {
            yield return "Windows";
        }

        foreach (StagedValue value in Group.Values)
        {
            yield return value.Name;
            if (HasFlag(value))
            {
                yield return value.Name + "_HasValue";
            }
        }
    }

    /// <summary>Whether rows of closed windows are left out: not in Complete mode, which keeps every window.</summary>
    public static bool DropsLate(PhysicalQuery query) =>
        query.Group?.Operator.Window is not null && query.Watermarks.Count > 0 && query.Query.OutputMode != QueryOutputMode.Complete;

    internal static string StagedElement(StagedValue value) => value.IsKey ? KeyTypes.Of(value.Type) : value.Type.IsText ? "Utf8Slice" : KeyTypes.Element(value.Type);

    /// <summary>Aggregates that keep the values seen beside the group.</summary>
    public static IEnumerable<LoweredAggregate> Distincts(PhysicalQuery query) =>
        query.Group?.Aggregates.Where(a => a.Call.Kind == AggregateKind.CountDistinct) ?? [];

    /// <summary>Whether the loop that finds groups adds the rows in the same pass: when that calls nothing and needs few columns, so that everything stays in registers.</summary>
    public static bool AddsRows(PhysicalQuery query) =>
        query.Group!.Aggregates.All(a => AggregateCode.CallsNothing(a, query.Group)) && query.Group.Values.Sum(v => HasFlag(v) ? 2 : 1) <= MostColumnsAtOnce;

    /// <summary>
    /// Whether workers may divide the groups among them: what a row adds must be small and hold no text, since it is handed over. State with windows is not divided: a window of few groups follows one of many.
    /// </summary>
    public static bool IsDivisible(PhysicalQuery query) => AddsRows(query) && query.Group!.Operator.Window is null && query.Group.Keys.Count > 0;

    public static string DistinctField(PhysicalQuery query, LoweredAggregate aggregate) => EmitContext.Field(query, aggregate.Name);

    private string DistinctType(LoweredAggregate aggregate) => $"DistinctState<{Key}, {KeyTypes.Of(Group.Values[aggregate.ValueIndex].Type)}>";

    // A nullable value has a column beside it that says whether it is there; a key holds that itself.
    internal static bool HasFlag(StagedValue value) => value.Type.IsNullable && !value.IsKey;

    internal static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
