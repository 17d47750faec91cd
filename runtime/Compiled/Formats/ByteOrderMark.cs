using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>The three bytes EF BB BF that some programs put before UTF-8.</summary>
public static class ByteOrderMark
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Bytes of the mark at the front of a segment's first frame: 3 or 0, or -1 if the frame is too short to tell (never if it is final).</summary>
    public static int Length(in Frame frame)
    {
        ReadOnlySpan<byte> bytes = frame.Span;
        if (bytes.StartsWith(Mark))
        {
            return Mark.Length;
        }

        return !frame.IsFinal && bytes.Length < Mark.Length && Mark.StartsWith(bytes) ? -1 : 0;
    }
}
