using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The part of a codec that writes rows as JSON lines.</summary>
internal static class RowJsonEmitter
{
    public static void Emit(SourceWriter writer, RowSchema row, NestedRow[] nested)
    {
        writer.Open($"public override void WriteJson(ReadOnlySpan<{row.Type}> rows, Utf8Buffer output)");
        var formatted = new FormattedColumns(row);
        formatted.OpenLoop(writer);
        EmitObject(writer, row, nested, "\n", formatted);
        formatted.CloseLoop(writer);
        writer.Close();
        foreach (NestedRow inner in nested)
        {
            writer.Line();
            writer.Open($"private static void WriteJson{inner.Number}(in {inner.Row.Type} row, Utf8Buffer output)");
            if (inner.Row.Construction == RowConstruction.Scalar)
            {
                EmitValue(writer, inner.Row.Columns[0], "row", nested);
            }
            else
            {
                EmitObject(writer, inner.Row, nested, "", FormattedColumns.None);
            }

            writer.Close();
        }
    }

    /// <summary>Appends the value of a column whose C# expression is <paramref name="value"/>.</summary>
    public static void EmitValue(SourceWriter writer, ColumnSchema column, string value, NestedRow[] nested)
    {
        if (column.IsNullable)
        {
            string local = "value" + column.Member.TrimStart('@');
            writer.Open($"if ({value} is {{ }} {local})");
            EmitPresent(writer, column, local, nested);
            writer.Close();
            writer.Open("else");
            writer.Line("output.Append(\"null\"u8);");
            writer.Close();
        }
        else
        {
            EmitPresent(writer, column, value, nested);
        }
    }

    private static void EmitObject(SourceWriter writer, RowSchema row, NestedRow[] nested, string lineEnd, FormattedColumns formatted)
    {
        string last = (row.Columns.Count == 0 ? "{}" : "}") + lineEnd;
        IReadOnlyList<RowRun> runs = RowRun.Of(row);
        bool isFirst = true;
        foreach (RowRun run in runs)
        {
            List<string> names = [.. run.Columns.Select(c => (c == row.Columns[0] ? "{" : ",") + JsonText(c.DataName) + ":")];
            if (!run.IsPlaced)
            {
                writer.Line($"output.Append({CSharpText.Literal(names[0])}u8);");
                EmitValue(writer, run.Columns[0], RowRun.Value(row, run.Columns[0]), nested);
                continue;
            }

            run.EmitBegin(writer, row, "JsonWriter", names.Append(last).Sum(System.Text.Encoding.UTF8.GetByteCount), isFirst);
            isFirst = false;
            string quote = "";
            for (int i = 0; i < names.Count; i++)
            {
                ColumnSchema column = run.Columns[i];
                string? inside = InsideQuotes(column, run.Placed(row, column), formatted);
                EmitText(writer, quote + names[i] + (inside is null ? "" : "\""));
                quote = inside is null ? "" : "\"";
                if (inside is null)
                {
                    EmitPlaced(writer, column, run.Placed(row, column), formatted);
                }
                else
                {
                    writer.Line(inside);
                }
            }

            string end = quote + (run == runs[runs.Count - 1] ? last : "");
            if (end.Length > 0)
            {
                EmitText(writer, end);
            }

            writer.Line("output.End(ref at);");
        }

        if (runs.Count == 0 || !runs[runs.Count - 1].IsPlaced)
        {
            writer.Line($"output.Append({CSharpText.Literal(last)}u8);");
        }
    }

    // C# that writes a value without its quotes, which then stand in the texts around it; null if it has none or may be null.
    private static string? InsideQuotes(ColumnSchema column, string value, FormattedColumns formatted)
    {
        if (column.IsNullable)
        {
            return null;
        }

        return column.Kind switch
        {
            ColumnKind.Text => $"at = ref JsonWriter.WriteInside(ref at, {value});",
            ColumnKind.DateOnly or ColumnKind.TimeSpan => $"at = ref PlainTextWriter.Write(ref at, {value});",
            ColumnKind.DateTimeOffset or ColumnKind.DateTime => formatted.Write(column, "PlainTextWriter", ""),
            _ => null,
        };
    }

    // One store for up to 32 bytes: what is written too much is written over.
    private static void EmitText(SourceWriter writer, string text)
    {
        int length = System.Text.Encoding.UTF8.GetByteCount(text);
        int padded = length switch { 1 => 1, <= 8 => 8, <= 16 => 16, <= 32 => 32, _ => length };
        writer.Line(padded == length
            ? $"at = ref PlainTextWriter.Append(ref at, {CSharpText.Literal(text)}u8);"
            : $"at = ref PlainTextWriter.AppendPadded(ref at, {CSharpText.Literal(text + new string(' ', padded - length))}u8, {length});");
    }

    // Where room was taken.
    private static void EmitPlaced(SourceWriter writer, ColumnSchema column, string value, FormattedColumns formatted)
    {
        if (!column.IsNullable)
        {
            writer.Line(formatted.Write(column, "JsonWriter", "") ?? $"at = ref JsonWriter.Write(ref at, {value});");
            return;
        }

        string local = "value" + column.Member.TrimStart('@');
        string? code = formatted.Write(column, "JsonWriter", "");
        writer.Open($"if ({value} is {(code is null ? "{ } " + local : "not null")})");
        writer.Line(code ?? $"at = ref JsonWriter.Write(ref at, {local});");
        writer.Close();
        writer.Open("else");
        writer.Line("at = ref PlainTextWriter.Append(ref at, \"null\"u8);");
        writer.Close();
    }

    private static void EmitPresent(SourceWriter writer, ColumnSchema column, string value, NestedRow[] nested)
    {
        switch (column.Kind)
        {
            case ColumnKind.Record:
                writer.Line($"WriteJson{NestedRow.Of(nested, column.Nested!)}({value}, output);");
                break;
            case ColumnKind.List:
                EmitList(writer, column, value, nested);
                break;
            default:
                writer.Line($"JsonWriter.Write(output, {value});");
                break;
        }
    }

    private static void EmitList(SourceWriter writer, ColumnSchema column, string value, NestedRow[] nested)
    {
        string item = "item" + column.Member.TrimStart('@');
        writer.Line("output.Append((byte)'[');");
        writer.Open($"for (int i = 0; i < {value}.Count; i++)");
        writer.Open("if (i > 0)");
        writer.Line("output.Append((byte)',');");
        writer.Close();
        writer.Line();
        writer.Line($"{column.Nested!.Type} {item} = {value}[i];");
        writer.Line($"WriteJson{NestedRow.Of(nested, column.Nested)}({item}, output);");
        writer.Close();
        writer.Line();
        writer.Line("output.Append((byte)']');");
    }

    /// <summary>A name as a JSON string.</summary>
    private static string JsonText(string name)
    {
        var text = new System.Text.StringBuilder("\"");
        foreach (char c in name)
        {
            text.Append(c switch { '"' => "\\\"", '\\' => "\\\\", < ' ' => "\\u" + ((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture), _ => c.ToString() });
        }

        return text.Append('"').ToString();
    }
}
