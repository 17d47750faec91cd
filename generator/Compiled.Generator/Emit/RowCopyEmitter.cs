using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The part of a codec that copies rows with the text they point at.</summary>
internal static class RowCopyEmitter
{
    public static void Emit(SourceWriter writer, RowSchema row, NestedRow[] nested)
    {
        if (!NestedRow.HoldsText(row))
        {
            writer.Line($"public override void CopyOwned(ReadOnlySpan<{row.Type}> rows, Span<{row.Type}> destination) => rows.CopyTo(destination);");
            return;
        }

        writer.Open($"public override void CopyOwned(ReadOnlySpan<{row.Type}> rows, Span<{row.Type}> destination)");
        writer.Line("var texts = new OwnedTexts(rows.Length);");
        writer.Open("for (int r = 0; r < rows.Length; r++)");
        writer.Line($"ref readonly {row.Type} row = ref rows[r];");
        writer.Line($"destination[r] = {Copy(row, "row", nested)};");
        writer.Close();
        writer.Close();
        foreach (NestedRow inner in nested.Where(n => NestedRow.HoldsText(n.Row)))
        {
            EmitNested(writer, inner, nested);
        }
    }

    private static void EmitNested(SourceWriter writer, NestedRow inner, NestedRow[] nested)
    {
        string type = inner.Row.Type;
        writer.Line();
        writer.Line($"private static {type} CopyOwned{inner.Number}(in {type} row, ref OwnedTexts texts) => {Copy(inner.Row, "row", nested)};");
        writer.Line();
        writer.Open($"private static Rows<{type}> CopyOwned{inner.Number}(in Rows<{type}> rows, ref OwnedTexts texts)");
        writer.Line($"{type}[] copies = new {type}[rows.Count];");
        writer.Open("for (int i = 0; i < copies.Length; i++)");
        writer.Line($"copies[i] = CopyOwned{inner.Number}(rows[i], ref texts);");
        writer.Close();
        writer.Line();
        writer.Line($"return new Rows<{type}>(copies);");
        writer.Close();
    }

    private static string Copy(RowSchema row, string value, NestedRow[] nested)
    {
        if (row.Construction == RowConstruction.Scalar)
        {
            return Member(row.Columns[0], value, nested);
        }

        IEnumerable<string> members = row.Columns.Select(c => Member(c, $"{value}.{ExpressionEmitter.Name(c.Member)}", nested));

        // Target-typed, because a tuple's type cannot stand after new.
        return row.Construction == RowConstruction.Constructor
            ? $"new({string.Join(", ", members)})"
            : $"new() {{ {string.Join(", ", row.Columns.Zip(members, (c, m) => $"{ExpressionEmitter.Name(c.Member)} = {m}"))} }}";
    }

    private static string Member(ColumnSchema column, string value, NestedRow[] nested)
    {
        if (!NestedRow.HoldsText(column))
        {
            return value;
        }

        if (column.Kind == ColumnKind.Text)
        {
            return $"texts.Own({value})";
        }

        string copy = $"CopyOwned{NestedRow.Of(nested, column.Nested!)}";
        string local = "copied" + column.Member.TrimStart('@');
        return column.IsNullable ? $"{value} is {{ }} {local} ? {copy}({local}, ref texts) : null" : $"{copy}({value}, ref texts)";
    }
}
