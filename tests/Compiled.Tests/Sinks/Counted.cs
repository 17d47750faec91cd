using System.Globalization;
using System.Text;
using Compiled.Execution;
using Compiled.Formats;

namespace Compiled.Tests.Sinks;

public readonly record struct Counted(Utf8String Word, long Count);

/// <summary>What the generator writes for <see cref="Counted"/>, by hand.</summary>
public sealed class CountedCodec : RowCodec<Counted>
{
    public override IReadOnlyList<string> Columns => ["word", "count"];

    public override void WriteJson(ReadOnlySpan<Counted> rows, Utf8Buffer output)
    {
        foreach (Counted row in rows)
        {
            Append(output, string.Create(CultureInfo.InvariantCulture, $$"""{"word":"{{row.Word}}","count":{{row.Count}}}"""));
        }
    }

    public override void WriteCsv(ReadOnlySpan<Counted> rows, Utf8Buffer output, byte delimiter)
    {
        foreach (Counted row in rows)
        {
            string word = row.Word.ToString();
            string cell = word.AsSpan().ContainsAny(",\"\n") ? $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : word;
            Append(output, string.Create(CultureInfo.InvariantCulture, $"{cell}{(char)delimiter}{row.Count}"));
        }
    }

    public override void WriteText(ReadOnlySpan<Counted> rows, Utf8Buffer output)
    {
        foreach (Counted row in rows)
        {
            Append(output, string.Create(CultureInfo.InvariantCulture, $"{row.Word}\t{row.Count}"));
        }
    }

    public override void CopyOwned(ReadOnlySpan<Counted> rows, Span<Counted> destination)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            destination[i] = new Counted(rows[i].Word.ToOwned(), rows[i].Count);
        }
    }

    private static void Append(Utf8Buffer output, string line)
    {
        output.Append(Encoding.UTF8.GetBytes(line));
        output.Append((byte)'\n');
    }
}
