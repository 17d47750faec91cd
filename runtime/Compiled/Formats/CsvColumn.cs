namespace Compiled.Formats;

/// <summary>One column that a query reads from CSV.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Index">Its place if there is no header, from 0.</param>
/// <param name="IsRequired">Whether a file without it is refused; otherwise every value is null.</param>
public sealed record CsvColumn(string Name, int Index, bool IsRequired);
