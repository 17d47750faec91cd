using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The decoder class of a CSV input: one call a column and block; the loops are in the runtime's CsvCursor.</summary>
public static class CsvDecoderEmitter
{
    public static void Emit(SourceWriter writer, PhysicalInput input, DecoderFilter? filter)
    {
        string type = input.TypePrefix + "Decoder";
        string columnsType = input.TypePrefix + "Columns";
        PhysicalColumn[] columns = [.. input.Columns];

        writer.Line($"/// <summary>CSV to the columns of {input.Name}.</summary>");
        writer.Open($"private sealed class {type}");
        DecoderParts.EmitPatterns(writer, columns);
        writer.Line($"private readonly {columnsType} _columns;");
        writer.Line("private readonly CsvCursor _csv;");
        filter?.EmitFields(writer);
        writer.Line();
        EmitConstructor(writer, input, type, columnsType, columns, filter);
        writer.Line();
        writer.Line("public int BeginSegment(in Frame frame) => _csv.BeginSegment(in frame);");
        writer.Line();
        EmitDecode(writer, columnsType, columns, filter);
        writer.Line();
        if (filter != null)
        {
            EmitRefuse(writer, columns.Where(filter.Reads));
            writer.Line();
            filter.EmitPasses(writer);
            writer.Line();
            DecoderFilter.EmitTakeRefused(writer);
            writer.Line();
        }

        DecoderParts.EmitDropMalformed(writer, "_csv", columns);
        writer.Close();
    }

    private static void EmitConstructor(SourceWriter writer, PhysicalInput input, string type, string columnsType, PhysicalColumn[] columns, DecoderFilter? filter)
    {
        writer.Open($"public {type}({columnsType} columns, int batchRows, MalformedRows malformed{DecoderFilter.Parameter(filter)})");
        writer.Line("_columns = columns;");
        writer.Line("CsvColumn[] needed =");
        writer.Line("[");
        foreach (PhysicalColumn column in columns)
        {
            int index = input.Row.Columns.ToList().FindIndex(c => c.Member == column.Schema.Member);
            writer.Line($"    new({CSharpText.Literal(column.Schema.DataName)}, Index: {index}, IsRequired: {(column.Schema.IsNullable ? "false" : "true")}),");
        }

        writer.Line("];");
        string header = input.Format.Header ? "true" : "false";
        writer.Line($"_csv = new CsvCursor(needed, members: {input.Row.Columns.Count}, {CSharpText.Literal(input.Format.Delimiter)}, header: {header}, batchRows, malformed);");
        DecoderFilter.EmitConstruction(writer, filter);
        writer.Close();
    }

    private static void EmitDecode(SourceWriter writer, string columnsType, PhysicalColumn[] columns, DecoderFilter? filter)
    {
        writer.Open("public int Decode(in Frame frame, ref int position)");
        writer.Line("CsvCursor csv = _csv;");
        if (columns.Length > 0)
        {
            writer.Line($"{columnsType} columns = _columns;");
        }

        writer.Line("csv.BeginBatch(in frame);");
        writer.Open("while (csv.NextBlock(ref position))");
        if (filter != null)
        {
            EmitReads(writer, columns, filter.Reads);
            writer.Line("Refuse();");
        }

        EmitReads(writer, columns, c => filter?.Reads(c) != true);
        writer.Open("if (csv.HasMalformed)");
        writer.Line("DropMalformed();");
        writer.Close();
        writer.Close();
        writer.Line();
        writer.Line("_columns.Count = csv.Count;");
        writer.Line("return csv.Count;");
        writer.Close();
    }

    private static void EmitReads(SourceWriter writer, PhysicalColumn[] columns, Func<PhysicalColumn, bool> isWanted)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            PhysicalColumn column = columns[i];
            if (!isWanted(column))
            {
                continue;
            }

            string present = column.Schema.IsNullable ? $", columns.{column.HasValue}" : "";
            writer.Line(column.Form != TextForm.Slice
                ? $"csv.ReadText<{column.ElementType}, {DecoderParts.TextForm(column)}>({i}, columns.{column.Identifier});"
                : column.Schema.Kind is ColumnKind.Text or ColumnKind.String
                ? $"csv.ReadText({i}, columns.{column.Identifier}{present});"
                : $"csv.Read({i}, columns.{column.Identifier}{present}, {FieldParserCode.Of(column.Schema, DecoderParts.PatternField(column))});");
        }
    }

    // The filter's columns are read: rows that it refuses are taken out before the others are. A malformed row stays, to be reported.
    private static void EmitRefuse(SourceWriter writer, IEnumerable<PhysicalColumn> columns)
    {
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open("private void Refuse()");
        writer.Line("int first = _csv.Count;");
        writer.Line("int rows = _csv.BlockRows;");
        writer.Line("var keeps = _csv.Keeps;");
        writer.Open("for (int row = 0; row < rows; row++)");
        writer.Line("keeps[row] = Passes(first + row);");
        writer.Close();
        writer.Line();
        writer.Line("_refused += _csv.Refuse();");
        foreach (PhysicalColumn column in columns)
        {
            writer.Line($"_csv.Keep(_columns.{column.Identifier});");
            if (column.Schema.IsNullable)
            {
                writer.Line($"_csv.Keep(_columns.{column.HasValue});");
            }
        }

        writer.Close();
    }
}
