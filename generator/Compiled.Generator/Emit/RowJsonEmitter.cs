using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The part of a codec that writes rows as JSON lines.</summary>
internal static class RowJsonEmitter
{
    public static void Emit(SourceWriter writer, RowSchema row, NestedRow[] nested)
    {
        writer.Open($"public override void WriteJson(ReadOnlySpan<{row.Type}> rows, Utf8Buffer output)");
        RowRun.EmitInstants(writer, row);
        writer.Open($"foreach (ref readonly {row.Type} row in rows)");
        EmitObject(writer, row, nested, "\n", keepsInstants: true);
        writer.Close();
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
                EmitObject(writer, inner.Row, nested, "", keepsInstants: false);
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

    private static void EmitObject(SourceWriter writer, RowSchema row, NestedRow[] nested, string end, bool keepsInstants)
    {
        string last = (row.Columns.Count == 0 ? "{}" : "}") + end;
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
            for (int i = 0; i < names.Count; i++)
            {
                writer.Line($"at = ref PlainTextWriter.Append(ref at, {CSharpText.Literal(names[i])}u8);");
                EmitPlaced(writer, run.Columns[i], run.Placed(row, run.Columns[i]), keepsInstants);
            }

            if (run == runs[runs.Count - 1])
            {
                writer.Line($"at = ref PlainTextWriter.Append(ref at, {CSharpText.Literal(last)}u8);");
            }

            writer.Line("output.End(ref at);");
        }

        if (runs.Count == 0 || !runs[runs.Count - 1].IsPlaced)
        {
            writer.Line($"output.Append({CSharpText.Literal(last)}u8);");
        }
    }

    // Where room was taken.
    private static void EmitPlaced(SourceWriter writer, ColumnSchema column, string value, bool keepsInstants)
    {
        string instants = keepsInstants && RowRun.IsInstant(column) ? $", ref {RowRun.InstantLocal(column)}" : string.Empty;
        if (!column.IsNullable)
        {
            writer.Line($"at = ref JsonWriter.Write(ref at, {value}{instants});");
            return;
        }

        string local = "value" + column.Member.TrimStart('@');
        writer.Open($"if ({value} is {{ }} {local})");
        writer.Line($"at = ref JsonWriter.Write(ref at, {local}{instants});");
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
