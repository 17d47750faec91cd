using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The decoder class of an input of fixed-size records: one strided loop a column and block, in the runtime's BinaryCursor.</summary>
public static class BinaryDecoderEmitter
{
    /// <summary>Size in bytes of a record of this type: its members in order of declaration, unpadded.</summary>
    public static int RecordBytes(RowSchema row) => row.Columns.Sum(c => Size(c));

    public static void Emit(SourceWriter writer, PhysicalInput input, DecoderFilter? filter)
    {
        string type = input.TypePrefix + "Decoder";
        string columnsType = input.TypePrefix + "Columns";
        PhysicalColumn[] columns = [.. input.Columns];

        writer.Line($"/// <summary>Records of {RecordBytes(input.Row)} bytes to the columns of {input.Name}.</summary>");
        writer.Open($"private sealed class {type}");
        writer.Line($"private readonly {columnsType} _columns;");
        writer.Line("private readonly BinaryCursor _records;");
        filter?.EmitFields(writer);
        writer.Line();
        writer.Open($"public {type}({columnsType} columns, int batchRows, MalformedRows malformed{DecoderFilter.Parameter(filter)})");
        writer.Line("_columns = columns;");
        writer.Line($"_records = new BinaryCursor(recordBytes: {RecordBytes(input.Row)}, batchRows, malformed);");
        DecoderFilter.EmitConstruction(writer, filter);
        writer.Close();
        writer.Line();
        writer.Line("public int BeginSegment(in Frame frame) => 0;");
        writer.Line();
        EmitDecode(writer, input, columnsType, columns, filter);
        writer.Line();
        if (filter != null)
        {
            DecoderFilter.EmitTakeRefused(writer);
            writer.Line();
        }

        DecoderParts.EmitDropMalformed(writer, "_records", columns.Where(c => filter?.Reads(c) != true || filter.IsReadBehind(c)));
        writer.Close();
        filter?.EmitVectors(writer, input);
    }

    private static void EmitDecode(SourceWriter writer, PhysicalInput input, string columnsType, PhysicalColumn[] columns, DecoderFilter? filter)
    {
        writer.Open("public int Decode(in Frame frame, ref int position)");
        writer.Line("BinaryCursor records = _records;");
        if (columns.Length > 0)
        {
            writer.Line($"{columnsType} columns = _columns;");
        }

        writer.Line("int rows = 0;");
        writer.Open("while (rows == 0 && records.NextBatch(in frame, ref position))");
        writer.Open("while (records.NextBlock())");
        if (filter != null)
        {
            EmitReads(writer, input, columns.Where(filter.Reads));
            writer.Line($"// {OneLine.Of(filter.Text)}");
            writer.Line($"_refused += records.Refuse({filter.Construct(input, "records.First")});");
            foreach (PhysicalColumn column in columns.Where(c => filter.Reads(c) && filter.IsReadBehind(c)))
            {
                writer.Line($"records.Keep(columns.{column.Identifier});");
            }
        }

        EmitReads(writer, input, columns.Where(c => filter?.Reads(c) != true));
        writer.Close();
        writer.Line();
        foreach (PhysicalColumn column in columns.Where(c => c.Schema.IsNullable))
        {
            writer.Line($"columns.{column.HasValue}.AsSpan(records.Count).Fill(true);");
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

    private static void EmitReads(SourceWriter writer, PhysicalInput input, IEnumerable<PhysicalColumn> columns)
    {
        foreach (PhysicalColumn column in columns)
        {
            int offset = input.Row.Columns.TakeWhile(c => c.Member != column.Schema.Member).Sum(c => Size(c));
            writer.Line($"records.{Read(column, offset)};");
        }
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
