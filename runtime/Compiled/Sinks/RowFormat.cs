using System.Text;
using Compiled.Execution;
using Compiled.Formats;

namespace Compiled.Sinks;

/// <summary>How a file sink writes rows, and what its files are called.</summary>
internal abstract class RowFormat
{
    /// <summary>Name's end, with its dot.</summary>
    public abstract string Extension { get; }

    /// <summary>Appends what stands before the first row of a file.</summary>
    public virtual void WriteHeader(IReadOnlyList<string> columns, Utf8Buffer output)
    {
    }

    public abstract void Write<T>(RowCodec<T> codec, ReadOnlySpan<T> rows, Utf8Buffer output);
}

/// <summary>One JSON object a line.</summary>
internal sealed class JsonRowFormat : RowFormat
{
    public override string Extension => ".json";

    public override void Write<T>(RowCodec<T> codec, ReadOnlySpan<T> rows, Utf8Buffer output) => codec.WriteJson(rows, output);
}

/// <summary>RFC 4180 with a header.</summary>
internal sealed class CsvRowFormat(char delimiter) : RowFormat
{
    public override string Extension => ".csv";

    public override void WriteHeader(IReadOnlyList<string> columns, Utf8Buffer output)
    {
        char[] special = [delimiter, '"', '\r', '\n'];
        IEnumerable<string> names = columns.Select(name => name.IndexOfAny(special) < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        output.Append(Encoding.UTF8.GetBytes(string.Join(delimiter, names)));
        output.Append((byte)'\n');
    }

    public override void Write<T>(RowCodec<T> codec, ReadOnlySpan<T> rows, Utf8Buffer output) => codec.WriteCsv(rows, output, (byte)delimiter);
}

/// <summary>One line a row.</summary>
internal sealed class TextRowFormat : RowFormat
{
    public override string Extension => ".txt";

    public override void Write<T>(RowCodec<T> codec, ReadOnlySpan<T> rows, Utf8Buffer output) => codec.WriteText(rows, output);
}
