using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>
/// The columns of a row whose values are made to text a block of rows at a time, before the rows of the block are written: whole numbers, doubles, instants. Around the code of one row
/// it writes the loops over blocks and over their rows; a row without such columns gets a plain loop.
/// </summary>
internal sealed class FormattedColumns
{
    private readonly RowSchema _row;
    private readonly List<ColumnSchema> _columns;

    public FormattedColumns(RowSchema row)
    {
        _row = row;
        _columns = [.. row.Columns.Where(c => MethodSuffix(c) is not null)];
    }

    /// <summary>The columns of rows that are written one by one.</summary>
    public static FormattedColumns None { get; } = new();

    private FormattedColumns()
    {
        _row = null!;
        _columns = [];
    }

    /// <summary>Opens the loop over <c>rows</c>; in it the row is <c>row</c>.</summary>
    public void OpenLoop(SourceWriter writer)
    {
        if (_columns.Count == 0)
        {
            writer.Open($"foreach (ref readonly {_row.Type} row in rows)");
            return;
        }

        EmitColumns(writer);
        writer.Open("while (!rows.IsEmpty)");
        writer.Line($"ReadOnlySpan<{_row.Type}> block = rows.Length > NumberTexts.Rows ? rows[..NumberTexts.Rows] : rows;");
        writer.Line("rows = rows[block.Length..];");
        OpenRows(writer);
        foreach (ColumnSchema column in _columns)
        {
            writer.Line($"{Local(column)}.{SetMethod(column)}(index, {Value(column)});");
        }

        writer.Close();
        writer.Line();
        foreach (ColumnSchema column in _columns)
        {
            writer.Line($"{Local(column)}.{FormatMethod(column)}(block.Length);");
        }

        writer.Line();
        OpenRows(writer);
    }

    /// <summary>Closes what <see cref="OpenLoop"/> opened.</summary>
    public void CloseLoop(SourceWriter writer)
    {
        writer.Close();
        if (_columns.Count > 0)
        {
            writer.Close();
        }
    }

    /// <summary>C# that writes the value of a column; null if it is not one of these.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rowWriter">The class that writes values.</param>
    /// <param name="argument">What else its methods take.</param>
    public string? Write(ColumnSchema column, string rowWriter, string argument) =>
        _columns.Contains(column) ? $"at = ref {rowWriter}.Write{MethodSuffix(column)}(ref at, {Local(column)}, index{argument});" : null;

    private static string? MethodSuffix(ColumnSchema column) => column.Kind switch
    {
        ColumnKind.SByte or ColumnKind.Byte or ColumnKind.Int16 or ColumnKind.UInt16 or ColumnKind.Int32 or ColumnKind.UInt32 or ColumnKind.Int64 => "Integer",
        ColumnKind.Double => "Real",
        ColumnKind.DateTimeOffset or ColumnKind.DateTime => "Instant",
        _ => null,
    };

    private static bool IsInstant(ColumnSchema column) => MethodSuffix(column) == "Instant";

    private static string Local(ColumnSchema column) => (IsInstant(column) ? "instants" : "numbers") + column.Member.TrimStart('@');

    private static string SetMethod(ColumnSchema column) => IsInstant(column) ? "Set" : "Set" + MethodSuffix(column);

    private static string FormatMethod(ColumnSchema column) => IsInstant(column) ? "Format" : "Format" + MethodSuffix(column) + "s";

    // What stands in the place of null is not written. A column of instants chooses it itself.
    private string Value(ColumnSchema column) => RowRun.Value(_row, column) + (column.IsNullable && !IsInstant(column) ? ".GetValueOrDefault()" : "");

    private void EmitColumns(SourceWriter writer)
    {
        int numbers = 0;
        int instants = 0;
        foreach (ColumnSchema column in _columns)
        {
            writer.Line(IsInstant(column)
                ? $"InstantTexts {Local(column)} = output.Instants({instants++});"
                : $"NumberTexts {Local(column)} = output.Numbers({numbers++});");
        }
    }

    private void OpenRows(SourceWriter writer)
    {
        writer.Open("for (int index = 0; index < block.Length; index++)");
        writer.Line($"ref readonly {_row.Type} row = ref block[index];");
    }
}
