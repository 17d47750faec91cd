using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Emit;

/// <summary>Delivery of an aggregation's groups at the end of an epoch, by output mode, and the operators that stand after it.</summary>
public sealed class ResultEmitter(EmitContext context, PhysicalQuery query)
{
    private SourceWriter Writer => context.Writer;

    private GroupPlan Group => query.Group!;

    private string Field => EmitContext.Field(query);

    private long WindowSize => Group.Operator.Window?.SizeTicks ?? 0;

    private bool Closes => Group.Operator.Window is not null && query.Watermarks.Count > 0 && query.Query.OutputMode != QueryOutputMode.Complete;

    public void Emit()
    {
        EmitDeliver();
        EmitStages();
    }

    /// <summary>C# of the query's watermark: the least of those under it.</summary>
    public static string Watermark(PhysicalQuery query) => query.Watermarks.Count == 0
        ? "long.MinValue"
        : query.Watermarks.Select(id => $"_watermarks[{id}]").Aggregate((left, right) => $"Math.Min({left}, {right})");

    /// <summary>Whether a stage ends in a list that the next one orders or cuts.</summary>
    public static bool Collects(ResultStage stage) => stage.Steps.Any(s => s is CollectStep);

    /// <summary>The list in which a stage ends: one a stage, since the next is filled while this one is read.</summary>
    public static string ListField(PhysicalQuery query, int stage) => EmitContext.Field(query) + "List" + (stage == 0 ? string.Empty : stage.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private void EmitDeliver()
    {
        Writer.Line($"// {query.Query.Name}: output mode {query.Query.OutputMode}.");
        Writer.Open($"private void {query.Name}_Deliver()");
        for (int i = 0; i < query.Results.Count; i++)
        {
            if (Collects(query.Results[i]))
            {
                Writer.Line($"{ListField(query, i)}.Clear();");
            }
        }

        new ScanEmitter(context, query).EmitRunningAt(query.Results.SelectMany(r => r.Steps).Select(s => s.Text));
        ResetFolds();
        switch (query.Query.OutputMode)
        {
            case QueryOutputMode.Complete:
                Loop("_.WindowCount", "_.Window(w)", "table.Count", "g");
                break;
            case QueryOutputMode.Update:
                Loop("_.TouchedWindowCount", "_.TouchedWindow(w)", "table.TouchedCount", "table.Touched(g)");
                break;
            default:
                Writer.Line($"int closed = {Field}.ExpiredCount({Watermark(query)}, {WindowSize}L);");
                Loop("closed", "_.Window(w)", "table.Count", "g");
                break;
        }

        for (int i = 1; i < query.Results.Count; i++)
        {
            Writer.Line($"{query.Name}_Stage{i}();");
        }

        Writer.Line($"{Field}.ClearTouched();");
        foreach (LoweredAggregate aggregate in GroupEmitter.Distincts(query))
        {
            Writer.Line($"{GroupEmitter.DistinctField(query, aggregate)}.State.ClearTouched();");
        }

        if (Closes)
        {
            string closed = query.Query.OutputMode == QueryOutputMode.Append ? "closed" : $"{Field}.ExpiredCount({Watermark(query)}, {WindowSize}L)";
            Writer.Line($"{Field}Port.Flush(); // rows hold text of the windows that go");
            Writer.Line($"{Field}.DropFirst({closed});");
            foreach (LoweredAggregate aggregate in GroupEmitter.Distincts(query))
            {
                string state = $"{GroupEmitter.DistinctField(query, aggregate)}.State";
                Writer.Line($"{state}.DropFirst({state}.ExpiredCount({Watermark(query)}, {WindowSize}L));");
            }
        }

        Writer.Close();
        Writer.Line();
    }

    private void Loop(string windows, string table, string groups, string group)
    {
        Writer.Open($"for (int w = 0, windows = {windows.Replace("_.", Field + ".")}; w < windows; w++)");
        Writer.Line($"var table = {table.Replace("_.", Field + ".")};");
        Writer.Open($"for (int g = 0; g < {groups}; g++)");
        if (group != "g")
        {
            // Once a group: what it is asked for is more than an element.
            Writer.Line($"int group = {group};");
            group = "group";
        }

        Writer.Line($"{query.Name}_Group(table.WindowStart, in table.Key({group}), in table[{group}]);");
        Writer.Close();
        Writer.Close();
        Writer.Line();
    }

    private void ResetFolds()
    {
        foreach (FoldStep fold in query.Results.SelectMany(r => r.Steps).OfType<FoldStep>())
        {
            Writer.Line($"{GroupEmitter.FoldField(fold.Id)} = {context.Expressions.Emit(fold.Seed)};");
        }
    }

    private void EmitStages()
    {
        context.Expressions.HasCompositeKey = Group.IsComposite;
        Writer.Open($"private void {query.Name}_Group(long windowStart, in {GroupEmitter.KeyType(query)} key, in {query.Name}Aggregates aggregates)");
        if (Uses<WindowBoundExpression>(query.Results[0]).Any(e => e.IsEnd))
        {
            Writer.Line($"long windowEnd = windowStart + {WindowSize}L;");
        }

        foreach (int index in Uses<AggregateExpression>(query.Results[0]).Select(a => a.Index).Distinct().OrderBy(i => i))
        {
            Writer.Line($"var aggregate{index} = {AggregateCode.Result(Group.Aggregates[index], Group)};");
        }

        EmitSteps(0, isLoop: false);
        Writer.Close();
        Writer.Line();
        for (int i = 1; i < query.Results.Count; i++)
        {
            Writer.Open($"private void {query.Name}_Stage{i}()");
            EmitListOperations(i - 1);
            Writer.Open("foreach (var row in rows)");
            EmitSteps(i, isLoop: true);
            Writer.Close();
            Writer.Close();
            Writer.Line();
        }
    }

    private static IEnumerable<T> Uses<T>(ResultStage stage) => stage.Steps.SelectMany(NeededColumns.Expressions).SelectMany(e => e.SelfAndDescendants()).OfType<T>();

    private void EmitSteps(int index, bool isLoop)
    {
        ResultStage stage = query.Results[index];
        if (Collects(stage))
        {
            Writer.Line($"var list = {ListField(query, index)};");
        }

        if (stage.Steps.Any(s => s is OutputStep))
        {
            Writer.Line($"var port = {Field}Port;");
        }

        new StepEmitter(context, query, isLoop ? "continue" : "return").Emit(stage.Steps);
    }

    private void EmitListOperations(int index)
    {
        ResultStage stage = query.Results[index];
        CollectStep collected = stage.Steps.OfType<CollectStep>().Single();
        Writer.Line($"var rows = {ListField(query, index)};");
        foreach (Operator operation in stage.ListOperations)
        {
            switch (operation)
            {
                case SortOperator sort:
                    EmitSort(sort, collected.RowType);
                    break;
                case TakeOperator take:
                    Writer.Line($"// Take({context.Expressions.Emit(take.Count)})");
                    Writer.Line($"Generated.Take(rows, {context.Expressions.Emit(take.Count)});");
                    break;
            }
        }
    }

    private void EmitSort(SortOperator sort, string rowType)
    {
        Writer.Line("// " + string.Join(", ", sort.Keys.Select((k, i) => $"{(i == 0 ? "OrderBy" : "ThenBy")}{(k.IsDescending ? "Descending" : string.Empty)}({k.Key.Text})")));
        bool readsParameters = sort.Keys.Any(k => k.Key.Body.SelfAndDescendants().Any(e => e is PipelineParameterExpression));
        Writer.Line($"Generated.StableSort(rows, {(readsParameters ? string.Empty : "static ")}(in {rowType} left, in {rowType} right) =>");
        Writer.Line("{");
        for (int i = 0; i < sort.Keys.Count; i++)
        {
            SortKey key = sort.Keys[i];
            TypeRef row = key.Key.Parameters[0].Type;
            string left = context.Expressions.Emit(RowBinder.Bind(key.Key, new LocalExpression(row, "left")));
            string right = context.Expressions.Emit(RowBinder.Bind(key.Key, new LocalExpression(row, "right")));
            string compare = $"global::System.Collections.Generic.Comparer<{key.Key.Body.Type.Name}>.Default.Compare({(key.IsDescending ? $"{right}, {left}" : $"{left}, {right}")})";
            Writer.Line(i == sort.Keys.Count - 1 ? $"    return {compare};" : $"    if ({compare} is not 0 and var order{i}) {{ return order{i}; }}");
        }

        Writer.Line("});");
    }
}
