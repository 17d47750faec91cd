using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The decoder class of an input of fixed-size records: one strided loop a column, in the runtime's BinaryCursor.</summary>
public static class BinaryDecoderEmitter
{
    /// <summary>Size in bytes of a record of this type: its members in order of declaration, unpadded.</summary>
    public static int RecordBytes(RowSchema row) => row.Columns.Sum(c => Size(c));

    public static void Emit(SourceWriter writer, PhysicalInput input)
    {
        string type = input.TypePrefix + "Decoder";
        string columnsType = input.TypePrefix + "Columns";
        PhysicalColumn[] columns = [.. input.Columns];

        writer.Line($"/// <summary>Records of {RecordBytes(input.Row)} bytes to the columns of {input.Name}.</summary>");
        writer.Open($"private sealed class {type}");
        writer.Line($"private readonly {columnsType} _columns;");
        writer.Line("private readonly BinaryCursor _records;");
        writer.Line();
        writer.Open($"public {type}({columnsType} columns, int batchRows, MalformedRows malformed)");
        writer.Line("_columns = columns;");
        writer.Line($"_records = new BinaryCursor(recordBytes: {RecordBytes(input.Row)}, batchRows, malformed);");
        writer.Close();
        writer.Line();
        writer.Line("public int BeginSegment(in Frame frame) => 0;");
        writer.Line();
        EmitDecode(writer, input, columnsType, columns);
        writer.Line();
        DecoderParts.EmitDropMalformed(writer, "_records", columns);
        writer.Close();
    }

    private static void EmitDecode(SourceWriter writer, PhysicalInput input, string columnsType, PhysicalColumn[] columns)
    {
        writer.Open("public int Decode(in Frame frame, ref int position)");
        writer.Line("BinaryCursor records = _records;");
        if (columns.Length > 0)
        {
            writer.Line($"{columnsType} columns = _columns;");
        }

        writer.Line("int rows = 0;");
        writer.Open("while (rows == 0 && records.NextBatch(in frame, ref position))");
        foreach (PhysicalColumn column in columns)
        {
            int offset = input.Row.Columns.TakeWhile(c => c.Member != column.Schema.Member).Sum(c => Size(c));
            writer.Line($"records.{Read(column, offset)};");
            if (column.Schema.IsNullable)
            {
                writer.Line($"columns.{column.HasValue}.AsSpan(records.Count).Fill(true);");
            }
        }

        writer.Open("if (records.HasMalformed)");
        writer.Line("DropMalformed();");
        writer.Close();
        writer.Line();
        writer.Line("rows = records.Count;");
        writer.Close();
        writer.Line();
        writer.Line("_columns.Count = rows;");
        writer.Line("return rows;");
        writer.Close();
    }

    private static string Read(PhysicalColumn column, int offset)
    {
        string values = $"columns.{column.Identifier}";
        return column.Schema.Kind switch
        {
            ColumnKind.Boolean => $"ReadBoolean({offset}, {values})",
            ColumnKind.Decimal => $"ReadDecimal({offset}, {values})",
            ColumnKind.DateTimeOffset or ColumnKind.DateTime => $"ReadDate({offset}, {values}, {Unit(column.Schema)})",
            ColumnKind.DateOnly => $"ReadDay({offset}, {values}, {Unit(column.Schema)})",
            _ => $"Read({offset}, {values})",
        };
    }

    private static string Unit(ColumnSchema column) =>
        "global::Compiled.TimeUnit." + (column.Date is null or { Unit: DateUnit.Text } ? DateUnit.Milliseconds : column.Date.Unit);

    private static int Size(ColumnSchema column) => column.Kind switch
    {
        ColumnKind.Boolean or ColumnKind.SByte or ColumnKind.Byte => 1,
        ColumnKind.Int16 or ColumnKind.UInt16 => 2,
        ColumnKind.Int32 or ColumnKind.UInt32 or ColumnKind.Single => 4,
        ColumnKind.Int64 or ColumnKind.UInt64 or ColumnKind.Double => 8,
        ColumnKind.DateTimeOffset or ColumnKind.DateTime or ColumnKind.DateOnly or ColumnKind.TimeSpan => 8,
        ColumnKind.Decimal => 16,
        _ => throw new InvalidOperationException($"A binary record cannot hold '{column.Member}', which is a {column.Kind}."),
    };
}
