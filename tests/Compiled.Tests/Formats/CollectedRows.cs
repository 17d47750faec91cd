using System.Text;
using Compiled.Execution;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Keeps what is reported as malformed.</summary>
internal sealed class CollectedRows : MalformedRows
{
    public List<(long Offset, string Raw, string Reason)> Rows { get; } = [];

    public override void Report(in Frame frame, int position, int length, string reason) =>
        Rows.Add((frame.Offset + position, Encoding.Latin1.GetString(frame.Span.Slice(position, length)), reason));
}
