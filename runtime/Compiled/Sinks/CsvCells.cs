using System.Text;

namespace Compiled.Sinks;

/// <summary>Takes one CSV line, as a codec writes it, apart into texts for people.</summary>
internal static class CsvCells
{
    public static string[] Read(ReadOnlySpan<byte> line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        string text = Encoding.UTF8.GetString(line.EndsWith("\n"u8) ? line[..^1] : line);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append(c);
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                AppendVisible(cell, c);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }

    /// <summary>Data must not move the cursor or colour the terminal.</summary>
    private static void AppendVisible(StringBuilder cell, char c)
    {
        switch (c)
        {
            case '\n':
                cell.Append("\\n");
                break;
            case '\r':
                cell.Append("\\r");
                break;
            case '\t':
                cell.Append("\\t");
                break;
            default:
                cell.Append(char.IsControl(c) ? '\uFFFD' : c);
                break;
        }
    }
}
