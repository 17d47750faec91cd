using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The parts of a codec that write rows as CSV and as text. A nested row or list is one field, written as JSON.</summary>
internal static class RowFieldsEmitter
{
    public static void Emit(SourceWriter writer, RowSchema row, NestedRow[] nested)
    {
        writer.Open($"public override void WriteCsv(ReadOnlySpan<{row.Type}> rows, Utf8Buffer output, byte delimiter)");
        EmitRows(writer, row, nested, "CsvWriter", "delimiter", ", delimiter");
        writer.Close();
        writer.Line();
        writer.Open($"public override void WriteText(ReadOnlySpan<{row.Type}> rows, Utf8Buffer output)");
        EmitRows(writer, row, nested, "PlainTextWriter", "(byte)'\\t'", "");
        writer.Close();
    }

    private static void EmitRows(SourceWriter writer, RowSchema row, NestedRow[] nested, string rowWriter, string separator, string argument)
    {
        writer.Open($"foreach (ref readonly {row.Type} row in rows)");
        bool isCsv = argument.Length > 0;
        if (isCsv && row.Columns.Count == 1)
        {
            writer.Line("int start = output.Length;");
        }

        for (int i = 0; i < row.Columns.Count; i++)
        {
            if (i > 0)
            {
                writer.Line($"output.Append({separator});");
            }

            ColumnSchema column = row.Columns[i];
            EmitField(writer, column, row.Construction == RowConstruction.Scalar ? "row" : "row." + ExpressionEmitter.Name(column.Member), nested, rowWriter, argument);
        }

        if (isCsv && row.Columns.Count == 1)
        {
            writer.Line("CsvWriter.QuoteIfEmpty(output, start); // A blank line would be no row.");
        }

        writer.Line("output.Append((byte)'\\n');");
        writer.Close();
    }

    private static void EmitField(SourceWriter writer, ColumnSchema column, string value, NestedRow[] nested, string rowWriter, string argument)
    {
        string local = "value" + column.Member.TrimStart('@');
        if (column.IsNullable)
        {
            writer.Open($"if ({value} is {{ }} {local})");
        }

        string present = column.IsNullable ? local : value;
        if (column.Kind is ColumnKind.Record or ColumnKind.List)
        {
            string start = "start" + column.Member.TrimStart('@');
            if (argument.Length > 0)
            {
                writer.Line($"int {start} = output.Length;");
            }

            RowJsonEmitter.EmitValue(writer, column with { IsNullable = false }, present, nested);
            if (argument.Length > 0)
            {
                writer.Line($"CsvWriter.QuoteFrom(output, {start}{argument});");
            }
        }
        else
        {
            // Only a text can need quotes, unless the delimiter occurs in numbers and dates; an empty one is told from null by them.
            string method = column.IsNullable && argument.Length > 0 && column.Kind is ColumnKind.Text or ColumnKind.String ? "WritePresent" : "Write";
            writer.Line($"{rowWriter}.{method}(output, {present}{argument});");
        }

        if (column.IsNullable)
        {
            writer.Close();
        }
    }
}
