using Compiled.Generator.Plan;

namespace Compiled.Generator.Parse;

/// <summary>Which row types which format can carry.</summary>
internal static class FormatChecks
{
    /// <summary>What hinders reading these rows from this format; null if nothing does.</summary>
    public static string? ProblemOf(RowSchema row, InputFormat format) => DatePatternChecks.ProblemOf(row) ?? format switch
    {
        InputFormat.Text when row.Construction != RowConstruction.Scalar || row.Columns[0].Kind is not (ColumnKind.Text or ColumnKind.String) =>
            "a line of text is a Utf8String or a string",
        InputFormat.Csv => row.Columns.Select(CsvProblem).FirstOrDefault(p => p is not null),
        InputFormat.Binary => row.Columns.Select(BinaryProblem).FirstOrDefault(p => p is not null),
        _ => null,
    };

    /// <summary>Paths of the members that are strings; an empty path for a row that is one.</summary>
    public static IEnumerable<string> StringMembers(RowSchema row)
    {
        foreach (ColumnSchema column in row.Columns)
        {
            string path = row.Construction == RowConstruction.Scalar ? "" : column.Member;
            if (column.Kind == ColumnKind.String)
            {
                yield return path;
            }

            foreach (string inner in column.Nested is null ? [] : StringMembers(column.Nested))
            {
                yield return inner.Length == 0 ? path : path + "." + inner;
            }
        }
    }

    private static string? CsvProblem(ColumnSchema column) => column.Kind switch
    {
        ColumnKind.List => $"member '{column.Member}' is a list, which CSV cannot carry",
        ColumnKind.Record => $"member '{column.Member}' is a nested record, which CSV cannot carry",
        _ => null,
    };

    private static string? BinaryProblem(ColumnSchema column)
    {
        if (column.IsNullable)
        {
            return $"member '{column.Member}' is nullable, and a binary record has no way to say null";
        }

        if (column.Date?.Pattern is not null)
        {
            return $"member '{column.Member}' has a date pattern, and dates in binary records are numbers";
        }

        return column.Kind is ColumnKind.List or ColumnKind.Record or ColumnKind.Text or ColumnKind.String
            ? $"member '{column.Member}' has no fixed size, and binary records consist of numbers, bool and dates"
            : null;
    }
}
