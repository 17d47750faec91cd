using Compiled.Generator.Plan;

namespace Compiled.Generator.Tests.Emit;

/// <summary>Short forms for the schemas of decoder tests.</summary>
public static class JsonDecoderSchema
{
    /// <summary>Every width of vectors, each with three seeds.</summary>
    public static TheoryData<int, int> WidthsAndSeeds()
    {
        var runs = new TheoryData<int, int>();
        foreach (int width in new[] { 512, 256, 128, 0 })
        {
            for (int seed = 1; seed <= 3; seed++)
            {
                runs.Add(width, seed);
            }
        }

        return runs;
    }

    public static PhysicalColumn Value(string name, ColumnKind kind, bool nullable = false, DateEncoding? date = null) =>
        new(new ColumnSchema(name, name, "", kind, nullable, false, date, null), name, default);

    public static PhysicalColumn Named(string identifier, string dataName, ColumnKind kind, bool nullable = false) =>
        new(new ColumnSchema(identifier, dataName, "", kind, nullable, false, null, null), identifier, default);

    /// <summary>A nested record: its members' identifiers get its own in front.</summary>
    public static PhysicalColumn Record(string name, bool nullable, params PhysicalColumn[] members) =>
        new(new ColumnSchema(name, name, "", ColumnKind.Record, nullable, false, null, Row(members)), name, members.Select(m => Prefixed(m, name + "_")).ToEquatable());

    public static PhysicalColumn List(string name, params PhysicalColumn[] members) => List(name, false, members);

    public static PhysicalColumn List(string name, bool nullable, params PhysicalColumn[] members) =>
        new(new ColumnSchema(name, name, "", ColumnKind.List, nullable, false, null, Row(members)), name, members.ToEquatable());

    public static PhysicalColumn ValueList(string name, ColumnKind kind, bool nullableElements = false)
    {
        PhysicalColumn element = Value("Value", kind, nullableElements);
        var row = new RowSchema("", true, RowConstruction.Scalar, new EquatableArray<ColumnSchema>([element.Schema]));
        return new PhysicalColumn(new ColumnSchema(name, name, "", ColumnKind.List, false, false, null, row), name, new EquatableArray<PhysicalColumn>([element]));
    }

    public static PhysicalInput Input(params PhysicalColumn[] columns) =>
        new(0, "rows", "Rows", new FormatOptions(InputFormat.Json, ',', true), Row(columns), columns.ToEquatable());

    public static PhysicalInput Scalar(ColumnKind kind, bool nullable = false)
    {
        PhysicalColumn value = Value("Value", kind, nullable);
        var row = new RowSchema("", true, RowConstruction.Scalar, new EquatableArray<ColumnSchema>([value.Schema]));
        return new PhysicalInput(0, "rows", "Rows", new FormatOptions(InputFormat.Json, ',', true), row, new EquatableArray<PhysicalColumn>([value]));
    }

    private static PhysicalColumn Prefixed(PhysicalColumn column, string prefix) =>
        column with
        {
            Identifier = prefix + column.Identifier,
            Children = column.Schema.Kind == ColumnKind.Record ? column.Children.Select(c => Prefixed(c, prefix)).ToEquatable() : column.Children,
        };

    private static RowSchema Row(IEnumerable<PhysicalColumn> columns) => new("", true, RowConstruction.Constructor, columns.Select(c => c.Schema).ToEquatable());
}
