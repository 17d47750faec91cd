using Compiled.Generator.Optimize;

namespace Compiled.Generator.Emit;

/// <summary>The struct that a group's aggregates are, and the operations on it that the table needs.</summary>
public sealed class AggregateStructEmitter(SourceWriter writer)
{
    public void Emit(PhysicalQuery query)
    {
        GroupPlan group = query.Group!;
        string name = $"{query.Name}Aggregates";
        writer.Open($"private struct {name}");
        foreach (string field in group.Aggregates.SelectMany(a => AggregateCode.Fields(a, group)))
        {
            writer.Line(field);
        }

        if (group.Aggregates.Count == 0)
        {
            writer.Line("public byte Nothing;");
        }

        writer.Close();
        writer.Line();
        writer.Open($"private readonly struct {query.Name}Operations : IAggregateOps<{name}>");
        if (GroupEmitter.IsDivisible(query))
        {
            // The table's loop adds rows that were handed over by it.
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        }

        writer.Open($"public static void Combine(ref {name} into, in {name} from, TextArena arena)");
        foreach (string line in group.Aggregates.SelectMany(a => AggregateCode.Combine(a, group)))
        {
            writer.Line(line);
        }

        writer.Close();
        if (AggregateCode.HasText(group))
        {
            EmitTextPersistence(group, name);
        }

        writer.Close();
        writer.Line();
    }

    // Text lies outside the struct, so its bytes are written in its place.
    private void EmitTextPersistence(GroupPlan group, string name)
    {
        writer.Line();
        writer.Open($"public static void Write(in {name} aggregates, StateWriter writer)");
        foreach (string field in FieldNames(group, isText: false))
        {
            writer.Line($"writer.Write(in aggregates.{field});");
        }

        foreach (string field in FieldNames(group, isText: true))
        {
            writer.Line($"writer.WriteText(in aggregates.{field});");
        }

        writer.Close();
        writer.Line();
        writer.Open($"public static void Read(ref {name} aggregates, ref StateReader reader, TextArena arena)");
        foreach (string field in group.Aggregates.Where(a => !AggregateCode.IsText(a, group) || IsCount(a)).SelectMany(a => AggregateCode.Fields(a, group)))
        {
            string[] parts = field.TrimEnd(';').Split(' ');
            writer.Line($"aggregates.{parts[2]} = reader.Read<{parts[1]}>();");
        }

        foreach (string field in FieldNames(group, isText: true))
        {
            writer.Line($"reader.ReadText(ref aggregates.{field}, arena);");
        }

        writer.Close();
    }

    private static bool IsCount(LoweredAggregate aggregate) => aggregate.Call.Kind is Plan.Operators.AggregateKind.Count or Plan.Operators.AggregateKind.CountDistinct;

    private static IEnumerable<string> FieldNames(GroupPlan group, bool isText) =>
        group.Aggregates
            .Where(a => (AggregateCode.IsText(a, group) && !IsCount(a)) == isText)
            .SelectMany(a => AggregateCode.Fields(a, group))
            .Select(f => f.TrimEnd(';').Split(' ')[2]);
}
