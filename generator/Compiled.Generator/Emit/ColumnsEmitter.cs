using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The columns class of an input, with a class of the same form for each nested list.</summary>
public static class ColumnsEmitter
{
    public static void Emit(SourceWriter writer, PhysicalInput input)
    {
        string type = input.TypePrefix + "Columns";
        writer.Line($"/// <summary>Rows of {input.Name}: the members that the queries read.</summary>");
        EmitClass(writer, type, input.TypePrefix, [.. input.Columns], isList: false);
        EmitLists(writer, input.TypePrefix, input.Columns);
    }

    /// <summary>The class of a nested list's columns.</summary>
    public static string ListType(string typePrefix, PhysicalColumn list) => $"{typePrefix}{list.Identifier}Columns";

    private static void EmitLists(SourceWriter writer, string typePrefix, IEnumerable<PhysicalColumn> columns)
    {
        foreach (PhysicalColumn column in columns)
        {
            if (column.Schema.Kind == ColumnKind.List)
            {
                writer.Line();
                writer.Line($"/// <summary>Elements of the lists {column.Identifier}, one after the other.</summary>");
                EmitClass(writer, ListType(typePrefix, column), typePrefix, [.. column.Children], isList: true);
            }

            EmitLists(writer, typePrefix, column.Children);
        }
    }

    private static void EmitClass(SourceWriter writer, string type, string typePrefix, PhysicalColumn[] columns, bool isList)
    {
        List<Field> fields = [];
        List<PhysicalColumn> lists = [];
        Collect(columns, fields, lists);

        writer.Open($"private sealed class {type} : IDisposable");
        string readOnly = isList ? "" : "readonly ";
        writer.Line($"private {readOnly}ColumnArena _arena = new();");
        if (isList)
        {
            writer.Line("private int _capacity;");
        }

        foreach (Field field in fields)
        {
            writer.Line($"public {readOnly}Column<{field.ElementType}> {field.Name};");
        }

        foreach (PhysicalColumn list in lists)
        {
            writer.Line($"public readonly {ListType(typePrefix, list)} {list.Identifier};");
        }

        writer.Line("public int Count;");
        writer.Line();
        EmitConstructor(writer, type, typePrefix, fields, lists, isList);
        if (isList)
        {
            writer.Line();
            EmitGrowth(writer, fields);
        }

        writer.Line();
        writer.Open("public void Dispose()");
        writer.Line("_arena.Dispose();");
        foreach (PhysicalColumn list in lists)
        {
            writer.Line($"{list.Identifier}.Dispose();");
        }

        writer.Close();
        writer.Close();
    }

    private static void EmitConstructor(SourceWriter writer, string type, string typePrefix, List<Field> fields, List<PhysicalColumn> lists, bool isList)
    {
        writer.Open($"public {type}(int capacity)");
        if (isList)
        {
            writer.Line("_capacity = capacity;");
        }

        foreach (Field field in fields)
        {
            writer.Line($"{field.Name} = _arena.Allocate<{field.ElementType}>(capacity);");
        }

        foreach (PhysicalColumn list in lists)
        {
            writer.Line($"{list.Identifier} = new {ListType(typePrefix, list)}(capacity);");
        }

        writer.Close();
    }

    private static void EmitGrowth(SourceWriter writer, List<Field> fields)
    {
        writer.Line("/// <summary>Makes room for this many elements; those already there are kept.</summary>");
        writer.Open("public void EnsureCapacity(int capacity)");
        writer.Open("if (capacity <= _capacity)");
        writer.Line("return;");
        writer.Close();
        writer.Line();
        writer.Line("int kept = _capacity;");
        writer.Line("_capacity = Math.Max(capacity, checked(kept * 2));");
        writer.Line("ColumnArena old = _arena;");
        writer.Line("_arena = new ColumnArena();");
        foreach (Field field in fields)
        {
            writer.Line($"Grow(ref {field.Name}, kept);");
        }

        writer.Line("old.Dispose();");
        writer.Close();
        if (fields.Count > 0)
        {
            writer.Line();
            writer.Open("private void Grow<T>(ref Column<T> column, int kept) where T : unmanaged");
            writer.Line("Column<T> larger = _arena.Allocate<T>(_capacity);");
            writer.Line("column.AsSpan(kept).CopyTo(larger.AsSpan(kept));");
            writer.Line("column = larger;");
            writer.Close();
        }
    }

    /// <summary>Flattens records; a list leaves two columns here and has its own class.</summary>
    private static void Collect(IEnumerable<PhysicalColumn> columns, List<Field> fields, List<PhysicalColumn> lists)
    {
        foreach (PhysicalColumn column in columns)
        {
            switch (column.Schema.Kind)
            {
                case ColumnKind.Record:
                    Collect(column.Children, fields, lists);
                    break;
                case ColumnKind.List:
                    fields.Add(new Field("int", column.Identifier + "_Start"));
                    fields.Add(new Field("int", column.Identifier + "_Count"));
                    lists.Add(column);
                    break;
                default:
                    fields.Add(new Field(column.ElementType, column.Identifier));
                    break;
            }

            if (column.Schema.IsNullable)
            {
                fields.Add(new Field("bool", column.HasValue));
            }
        }
    }

    private readonly record struct Field(string ElementType, string Name);
}
