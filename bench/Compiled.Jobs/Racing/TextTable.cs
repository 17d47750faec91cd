namespace Compiled.Jobs.Racing;

/// <summary>Prints lines of cells under each other.</summary>
internal static class TextTable
{
    /// <param name="lines">The first is the header.</param>
    /// <param name="texts">Columns of text; the others are numbers and end at the right.</param>
    public static void Print(IReadOnlyList<string[]> lines, bool markdown, params ReadOnlySpan<int> texts)
    {
        int[] left = texts.ToArray();
        int[] widths = [.. lines[0].Select((_, column) => lines.Max(line => line[column].Length))];
        for (int i = 0; i < lines.Count; i++)
        {
            string[] cells = [.. lines[i].Select((cell, column) => left.Contains(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))];
            Console.WriteLine(markdown ? $"| {string.Join(" | ", cells)} |" : "  " + string.Join("  ", cells));
            if (i == 0 && markdown)
            {
                Console.WriteLine($"| {string.Join(" | ", widths.Select((width, column) => left.Contains(column) ? new string('-', width) : new string('-', width - 1) + ":"))} |");
            }
        }
    }
}
