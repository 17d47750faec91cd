using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>A row type inside a result type; one method each writes or copies it, named by its number.</summary>
internal sealed record NestedRow(RowSchema Row, int Number)
{
    /// <summary>Every type below <paramref name="row"/> once, in order of first appearance.</summary>
    public static NestedRow[] Below(RowSchema row)
    {
        List<NestedRow> found = [];
        Add(row, found);
        return [.. found];
    }

    /// <summary>Whether a row holds text that may point into the input.</summary>
    public static bool HoldsText(RowSchema row) => row.Columns.Any(HoldsText);

    public static bool HoldsText(ColumnSchema column) => column.Kind == ColumnKind.Text || (column.Nested is not null && HoldsText(column.Nested));

    /// <summary>Number of the method for this type.</summary>
    public static int Of(NestedRow[] rows, RowSchema row) => rows.First(r => r.Row.Type == row.Type).Number;

    private static void Add(RowSchema row, List<NestedRow> found)
    {
        foreach (RowSchema inner in row.Columns.Where(c => c.Nested is not null).Select(c => c.Nested!))
        {
            if (found.All(f => f.Row.Type != inner.Type))
            {
                found.Add(new NestedRow(inner, found.Count + 1));
                Add(inner, found);
            }
        }
    }
}
