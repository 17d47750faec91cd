using System.Text;
using Compiled.Memory;

namespace Compiled.Execution;

/// <summary>
/// The policy for malformed rows, for one input and one worker. Workers other than 0 keep captured rows until the round ends, so that a receiver sees them in the input's order
/// and on the job's thread.
/// </summary>
internal sealed class MalformedLog(string input, Malformed policy, bool isBuffered) : MalformedRows
{
    private readonly List<MalformedRow> _captured = [];

    /// <summary>Rows reported since <see cref="TakeCount"/> was last called.</summary>
    private long _count;

    /// <summary>Whether captured rows are handed on; not when an epoch is run again only to rebuild state.</summary>
    public bool Deliver { get; set; } = true;

    /// <inheritdoc/>
    public override void Report(in Frame frame, int position, int length, string reason)
    {
        if (policy.Policy == MalformedPolicy.Fail)
        {
            throw new MalformedRowException(input, frame.Origin, frame.Offset + position, reason);
        }

        _count++;
        if (policy.Policy != MalformedPolicy.Capture || !Deliver)
        {
            return;
        }

        var row = new MalformedRow(
            new Utf8String(input),
            new Utf8String(frame.Origin),
            frame.Offset + position,
            new Utf8String(Encoding.UTF8.GetBytes(reason).AsSpan()),
            new Utf8String(frame.Span.Slice(position, length)));
        if (isBuffered)
        {
            _captured.Add(row);
        }
        else
        {
            policy.CaptureTo!(row);
        }
    }

    /// <summary>Hands on what was kept.</summary>
    public void EndRound()
    {
        foreach (MalformedRow row in _captured)
        {
            policy.CaptureTo!(row);
        }

        _captured.Clear();
    }

    /// <summary>Returns the number of rows reported and starts again at 0.</summary>
    public long TakeCount()
    {
        long count = _count;
        _count = 0;
        return count;
    }
}
