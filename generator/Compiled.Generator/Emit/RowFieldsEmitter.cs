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
        var formatted = new FormattedColumns(row);
        formatted.OpenLoop(writer);
        bool mayBeBlank = argument.Length > 0 && row.Columns.Count == 1;
        if (mayBeBlank)
        {
            writer.Line("int start = output.Length;");
        }

        IReadOnlyList<RowRun> runs = RowRun.Of(row);
        bool isFirst = true;
        bool isEnded = false;
        foreach (RowRun run in runs)
        {
            if (!run.IsPlaced)
            {
                EmitSeparator(writer, row, run.Columns[0], $"output.Append({separator});");
                EmitField(writer, run.Columns[0], RowRun.Value(row, run.Columns[0]), nested, rowWriter, argument);
                continue;
            }

            run.EmitBegin(writer, row, rowWriter, run.Columns.Count + 1, isFirst);
            isFirst = false;
            foreach (ColumnSchema column in run.Columns)
            {
                EmitSeparator(writer, row, column, $"at = ref PlainTextWriter.Append(ref at, {separator});");
                EmitPlaced(writer, column, run.Placed(row, column), rowWriter, argument, formatted);
            }

            isEnded = run == runs[runs.Count - 1] && !mayBeBlank;
            if (isEnded)
            {
                writer.Line("at = ref PlainTextWriter.Append(ref at, (byte)'\\n');");
            }

            writer.Line("output.End(ref at);");
        }

        if (mayBeBlank)
        {
            writer.Line("CsvWriter.QuoteIfEmpty(output, start); // A blank line would be no row.");
        }

        if (!isEnded)
        {
            writer.Line("output.Append((byte)'\\n');");
        }

        formatted.CloseLoop(writer);
    }

    private static void EmitSeparator(SourceWriter writer, RowSchema row, ColumnSchema column, string code)
    {
        if (column != row.Columns[0])
        {
            writer.Line(code);
        }
    }

    // Where room was taken. Only a text can need quotes, unless the delimiter occurs in numbers and dates; an empty one is told from null by them.
    private static void EmitPlaced(SourceWriter writer, ColumnSchema column, string value, string rowWriter, string argument, FormattedColumns formatted)
    {
        string? code = formatted.Write(column, rowWriter, argument);
        if (!column.IsNullable)
        {
            writer.Line(code ?? $"at = ref {rowWriter}.Write(ref at, {value}{argument});");
            return;
        }

        string local = "value" + column.Member.TrimStart('@');
        writer.Open($"if ({value} is {(code is null ? "{ } " + local : "not null")})");
        writer.Line(code ?? $"at = ref {rowWriter}.{Method(column, argument)}(ref at, {local}{argument});");
        writer.Close();
    }

    private static string Method(ColumnSchema column, string argument) =>
        column.IsNullable && argument.Length > 0 && column.Kind is ColumnKind.Text or ColumnKind.String ? "WritePresent" : "Write";

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
            writer.Line($"{rowWriter}.{Method(column, argument)}(output, {present}{argument});");
        }

        if (column.IsNullable)
        {
            writer.Close();
        }
    }
}
