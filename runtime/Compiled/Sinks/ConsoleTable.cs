using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Compiled.Sinks;

/// <summary>An epoch's rows as a table: drawn on a terminal, else in plain characters.</summary>
internal sealed class ConsoleTable(string query, long epoch, IReadOnlyList<string> columns, IReadOnlyList<string[]> rows, long count)
{
    private const int LongestCell = 100;
    private const string Rule = "-------------------------------------------";

    private string Title => string.Create(CultureInfo.InvariantCulture, $"Batch: {epoch}  {query}");

    private string? Note => count > rows.Count ? string.Create(CultureInfo.InvariantCulture, $"only showing {rows.Count} of {count} rows") : null;

    public void WriteToTerminal()
    {
        var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape(Title));
        bool[] numeric = NumericColumns();
        for (int i = 0; i < columns.Count; i++)
        {
            table.AddColumn(new TableColumn(Markup.Escape(columns[i])) { Alignment = numeric[i] ? Justify.Right : Justify.Left });
        }

        foreach (string[] row in rows)
        {
            table.AddRow(Enumerable.Range(0, columns.Count).Select(i => new Text(Cell(row, i))));
        }

        if (Note is not null)
        {
            table.Caption(Note);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>The table in plain characters, one line a row.</summary>
    public override string ToString()
    {
        bool[] numeric = NumericColumns();
        int[] widths = [.. columns.Select((name, i) => rows.Select(row => Cell(row, i).Length).Append(name.Length).Max())];
        string border = $"+{string.Join('+', widths.Select(width => new string('-', width)))}+";
        var text = new StringBuilder();
        text.AppendLine(Rule).AppendLine(Title).AppendLine(Rule).AppendLine(border);
        AppendRow(text, i => columns[i], numeric, widths);
        text.AppendLine(border);
        foreach (string[] row in rows)
        {
            AppendRow(text, i => Cell(row, i), numeric, widths);
        }

        text.AppendLine(border);
        if (Note is not null)
        {
            text.AppendLine(Note);
        }

        return text.AppendLine().ToString();
    }

    private static void AppendRow(StringBuilder text, Func<int, string> cell, bool[] numeric, int[] widths)
    {
        for (int i = 0; i < widths.Length; i++)
        {
            text.Append('|').Append(numeric[i] ? cell(i).PadLeft(widths[i]) : cell(i).PadRight(widths[i]));
        }

        text.AppendLine("|");
    }

    private static string Cell(string[] row, int column)
    {
        string cell = column < row.Length ? row[column] : string.Empty;
        return cell.Length <= LongestCell ? cell : $"{cell.AsSpan(0, LongestCell - 1)}…";
    }

    /// <summary>Columns in which every value shown is a number.</summary>
    private bool[] NumericColumns() =>
    [
        .. columns.Select((_, i) => rows.Any(row => Cell(row, i).Length > 0)
            && rows.All(row => Cell(row, i) is "" || double.TryParse(Cell(row, i), NumberStyles.Float, CultureInfo.InvariantCulture, out double _))),
    ];
}
