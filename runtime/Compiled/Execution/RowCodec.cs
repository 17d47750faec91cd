using Compiled.Formats;

namespace Compiled.Execution;

/// <summary>How rows of a result type are written. Generated for each query's row type; stateless.</summary>
/// <typeparam name="T">The row type.</typeparam>
public abstract class RowCodec<T>
{
    /// <summary>Column names in the order of the members.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>Appends each row as a JSON object and a line feed.</summary>
    public abstract void WriteJson(ReadOnlySpan<T> rows, Utf8Buffer output);

    /// <summary>Appends each row as a CSV line (RFC 4180, ending in a line feed), without header.</summary>
    public abstract void WriteCsv(ReadOnlySpan<T> rows, Utf8Buffer output, byte delimiter);

    /// <summary>Appends each row as text and a line feed: the value of a single-column row, else the values separated by tabs.</summary>
    public abstract void WriteText(ReadOnlySpan<T> rows, Utf8Buffer output);

    /// <summary>Copies rows so that they own their text and may outlive the batch.</summary>
    public abstract void CopyOwned(ReadOnlySpan<T> rows, Span<T> destination);
}
