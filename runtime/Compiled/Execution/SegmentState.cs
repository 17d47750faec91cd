using System.Runtime.InteropServices;
using Compiled.Memory;
using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>
/// What must be remembered of a file or connection that comes back in later epochs: that it has begun, and the bytes of its header, since a worker only knows the header of the segment
/// it read last.
/// </summary>
internal sealed class SegmentState(BlockPipeReader reader)
{
    private byte[]? _header;

    /// <summary>Whether it will not come back: a connection whose end brought no bytes is closed by its source.</summary>
    public bool IsOver => reader.IsCompleted;

    /// <summary>Bytes at the front of the next block that are known to hold no row's end.</summary>
    public int WithoutRowEnd { get; set; }

    /// <summary>Keeps the header.</summary>
    public unsafe void SetHeader(in Frame frame, int length)
    {
        if (length > 0)
        {
            _header = GC.AllocateArray<byte>(length + (2 * Frame.Padding), pinned: true);
            frame.Span[..length].CopyTo(_header.AsSpan(Frame.Padding));
        }
    }

    /// <summary>Tells the workers the header again. A segment without one leaves nothing in them that another segment would have overwritten.</summary>
    public unsafe void Restore(WorkerSet workers, int input, string origin)
    {
        if (_header is not null)
        {
            fixed (byte* start = &MemoryMarshal.GetArrayDataReference(_header))
            {
                workers.BeginSegment(input, new Frame(start + Frame.Padding, _header.Length - (2 * Frame.Padding), false, 0, origin));
            }
        }
    }
}
