using System.Text;

namespace Compiled.Generator.Plan;

/// <summary>An input in the plan's text: format, row type, members read and skipped.</summary>
internal static class InputText
{
    public static void Write(StringBuilder text, InputPlan input, PhysicalInput? physical)
    {
        text.Append("input ").Append(input.Name).Append(": ").Append(FormatOf(input.Format)).Append(", ").Append(TypeText.Short(input.Row.Type)).Append('\n');
        if (physical is null || input.Row.Construction == RowConstruction.Scalar)
        {
            return;
        }

        List<string> read = [];
        List<string> skipped = [];
        Divide(input.Row, physical.Columns, "", read, skipped);
        text.Append("  read: ").Append(read.Count == 0 ? "nothing" : string.Join(", ", read)).Append('\n');
        if (skipped.Count > 0)
        {
            text.Append("  skipped: ").Append(string.Join(", ", skipped)).Append('\n');
        }

        if (physical.Filter is { } filter)
        {
            text.Append("  refused before the rest is converted unless: ").Append(filter.Text).Append('\n');
        }
    }

    private static string FormatOf(FormatOptions format) => format.Format switch
    {
        InputFormat.None => "rows",
        InputFormat.Json => "JSON lines",
        InputFormat.Csv => $"CSV{(format.Delimiter == ',' ? "" : $" separated by '{format.Delimiter}'")}{(format.Header ? "" : " without header")}",
        InputFormat.Text => "text lines",
        _ => "binary records",
    };

    private static void Divide(RowSchema row, EquatableArray<PhysicalColumn> columns, string path, List<string> read, List<string> skipped)
    {
        foreach (ColumnSchema member in row.Columns)
        {
            PhysicalColumn? column = columns.FirstOrDefault(c => c.Schema.Member == member.Member);
            string name = path + member.Member;
            if (column is null)
            {
                skipped.Add(name);
            }
            else if (member.Nested is { Construction: not RowConstruction.Scalar } nested)
            {
                string inner = member.Kind == ColumnKind.List ? name + "[]." : name + ".";
                int before = read.Count;
                Divide(nested, column.Children, inner, read, skipped);
                if (read.Count == before)
                {
                    read.Add(member.Kind == ColumnKind.List ? name + ".Count" : name + " (whether it is there)");
                }
            }
            else
            {
                read.Add(name);
            }
        }
    }
}
