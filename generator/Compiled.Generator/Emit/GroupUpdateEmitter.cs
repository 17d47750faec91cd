using Compiled.Generator.Optimize;

namespace Compiled.Generator.Emit;

/// <summary>The batched update of one aggregation: how staged rows are added to their groups.</summary>
public sealed class GroupUpdateEmitter(SourceWriter writer, PhysicalQuery query)
{
    private GroupPlan Group => query.Group!;

    private bool IsWindowed => Group.Operator.Window is not null;

    private string Aggregates => $"{query.Name}Aggregates";

    private string Rows => $"{query.Name}Rows";

    /// <summary>The struct that adds a row to its group.</summary>
    public void EmitRows()
    {
        writer.Open($"private readonly struct {Rows}({string.Join(", ", Parameters())}) : IRowAggregation<{Aggregates}>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Open($"public void Add(ref {Aggregates} group, nint i)");
        EmitRowUpdates();
        writer.Close();
        writer.Close();
        writer.Line();
    }

    /// <summary>The method that adds staged rows to their groups.</summary>
    public void EmitMethod()
    {
        List<string> parameters = [$"Column<{GroupEmitter.KeyType(query)}> keys"];
        if (IsWindowed)
        {
            parameters.Add("Column<long> windows");
        }

        parameters.AddRange(Parameters());
        if (GroupEmitter.AddsRows(query))
        {
            writer.Line($"// {query.Query.Name}: adds staged rows to their groups.");
            writer.Open($"private void {query.Name}_Aggregate(int staged, {string.Join(", ", parameters)})");
            string windows = IsWindowed ? "windows, " : string.Empty;
            writer.Line($"{EmitContext.Field(query)}.Add(keys, {windows}staged, new {Rows}({string.Join(", ", ValueColumns().Select(c => c.Name))}));");
        }
        else
        {
            writer.Line($"// {query.Query.Name}: adds staged rows to their groups, a block at a time so that the groups found are still in the nearest cache when they are added to.");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
            writer.Open($"private void {query.Name}_Aggregate(int staged, {string.Join(", ", parameters)})");
            EmitBlocks();
        }

        writer.Line("_scratch.Clear();");
        writer.Close();
        writer.Line();
    }

    private void EmitBlocks()
    {
        string field = EmitContext.Field(query);
        string windows = IsWindowed ? "windows.Slice(first), " : string.Empty;
        writer.Open("for (int first = 0; first < staged; first += Generated.GroupBlock)");
        writer.Line("int end = Math.Min(staged, first + Generated.GroupBlock);");
        writer.Line($"{field}.FindOrAdd(keys.Slice(first), {windows}end - first, {field}Groups.Slice(first));");
        foreach (LoweredAggregate aggregate in GroupEmitter.Distincts(query))
        {
            string distinct = GroupEmitter.DistinctField(query, aggregate);
            string values = GroupEmitter.Camel(Group.Values[aggregate.ValueIndex].Name);
            writer.Line($"{distinct}.FindOrAdd(keys.Slice(first), {values}.Slice(first), {windows}end - first);");
            writer.Line($"var isNew{aggregate.Name} = {distinct}.IsNew;");
        }

        writer.Line($"var groups = new GroupRefs<{Aggregates}>({field}Groups);");
        writer.Open("for (int i = first; i < end; i++)");
        writer.Line($"ref {Aggregates} group = ref groups[i];");
        EmitUpdates();
        writer.Close();
        writer.Close();
    }

    private void EmitUpdates() => Group.Aggregates.ToList().ForEach(EmitUpdate);

    private void EmitUpdate(LoweredAggregate aggregate)
    {
        foreach (string line in AggregateCode.Update(aggregate, Group, EmitContext.Field(query)))
        {
            writer.Line(line);
        }
    }

    // Sums side by side are added to as a pair.
    private void EmitRowUpdates()
    {
        for (int i = 0; i < Group.Aggregates.Count; i++)
        {
            LoweredAggregate aggregate = Group.Aggregates[i];
            if (i + 1 < Group.Aggregates.Count && AggregateCode.UpdatePair(aggregate, Group.Aggregates[i + 1], Group) is { } pair)
            {
                writer.Line(pair);
                i++;
            }
            else
            {
                EmitUpdate(aggregate);
            }
        }
    }

    private IEnumerable<string> Parameters() => ValueColumns().Select(c => $"Column<{c.Element}> {c.Name}");

    private IEnumerable<(string Element, string Name)> ValueColumns()
    {
        foreach (StagedValue value in Group.Values)
        {
            string name = GroupEmitter.Camel(value.Name);
            yield return (GroupEmitter.StagedElement(value), name);
            if (GroupEmitter.HasFlag(value))
            {
                yield return ("bool", name + "_HasValue");
            }
        }
    }
}
