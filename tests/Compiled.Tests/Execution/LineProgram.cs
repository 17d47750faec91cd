using System.Text;
using Compiled.Execution;

namespace Compiled.Tests.Execution;

/// <summary>A count of equal lines.</summary>
public readonly record struct LineCount(Utf8String Line, long Count);

/// <summary>
/// A pipeline written by hand over an input of lines, or two that are treated alike. Query 0 gives every line in capitals; query 1 counts equal lines (update mode); query 2 sums lines <c>@n</c>
/// in windows of ten, delivered when the watermark (the greatest n) has passed their end.
/// </summary>
internal sealed class LineProgram(RowFraming framing = RowFraming.Newline, string name = "Tests.Lines", string schema = "count by line\nwindows of ten", int inputs = 1) : PipelineProgram
{
    public override PipelineDescription Description { get; } = new(
        name,
        [.. Enumerable.Range(0, inputs).Select(input => new InputDescription(input == 0 ? "lines" : "more", framing, framing == RowFraming.FixedSize ? 4 : 0))],
        [
            new QueryDescription("Upper", OutputMode.Append, false, []),
            new QueryDescription("Counts", OutputMode.Update, true, []),
            new QueryDescription("Windows", OutputMode.Append, true, [0]),
        ],
        1,
        "lines",
        schema);

    /// <summary>Every worker made, so that tests can look at them.</summary>
    public List<LineWorker> Workers { get; } = [];

    /// <summary>Whether workers say that they have consumed nothing, as a decoder would that sees other rows than the framing.</summary>
    public bool LeavesRows { get; init; }

    /// <summary>Called for every line, on the worker's thread.</summary>
    public Action<LineWorker, string>? OnLine { get; set; }

    public override PipelineWorker CreateWorker(WorkerContext context)
    {
        var worker = new LineWorker(this, context);
        Workers.Add(worker);
        return worker;
    }
}

/// <summary>Writes line counts.</summary>
internal sealed class LineCountCodec : RowCodec<LineCount>
{
    public override IReadOnlyList<string> Columns { get; } = ["Line", "Count"];

    public override void WriteJson(ReadOnlySpan<LineCount> rows, Compiled.Formats.Utf8Buffer output) => WriteText(rows, output);

    public override void WriteCsv(ReadOnlySpan<LineCount> rows, Compiled.Formats.Utf8Buffer output, byte delimiter) => WriteText(rows, output);

    public override void WriteText(ReadOnlySpan<LineCount> rows, Compiled.Formats.Utf8Buffer output)
    {
        foreach (LineCount row in rows)
        {
            output.Append(Encoding.UTF8.GetBytes($"{row.Line}\t{row.Count}\n"));
        }
    }

    public override void CopyOwned(ReadOnlySpan<LineCount> rows, Span<LineCount> destination)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            destination[i] = rows[i] with { Line = rows[i].Line.ToOwned() };
        }
    }
}

/// <summary>Writes lines.</summary>
internal sealed class LineCodec : RowCodec<Utf8String>
{
    public override IReadOnlyList<string> Columns { get; } = ["Value"];

    public override void WriteJson(ReadOnlySpan<Utf8String> rows, Compiled.Formats.Utf8Buffer output) => WriteText(rows, output);

    public override void WriteCsv(ReadOnlySpan<Utf8String> rows, Compiled.Formats.Utf8Buffer output, byte delimiter) => WriteText(rows, output);

    public override void WriteText(ReadOnlySpan<Utf8String> rows, Compiled.Formats.Utf8Buffer output)
    {
        foreach (Utf8String row in rows)
        {
            output.Append(row.Span);
            output.Append((byte)'\n');
        }
    }

    public override void CopyOwned(ReadOnlySpan<Utf8String> rows, Span<Utf8String> destination)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            destination[i] = rows[i].ToOwned();
        }
    }
}
