namespace Compiled.Memory;

/// <summary>
/// A contiguous block of input bytes, lent to a worker: pinned, with at least 64 readable bytes before and after it. Between calls for one segment
/// (a file, a connection) the bytes that a worker did not consume come again at the start of the next frame.
/// </summary>
public readonly unsafe struct Frame
{
    /// <summary>Number of bytes readable before <see cref="Start"/> and after the end, whatever they hold.</summary>
    public const int Padding = 64;

    /// <summary>Describes a block.</summary>
    public Frame(byte* start, int length, bool isFinal, long offset, string origin)
    {
        Start = start;
        Length = length;
        IsFinal = isFinal;
        Offset = offset;
        Origin = origin;
    }

    /// <summary>Address of the first byte.</summary>
    public byte* Start { get; }

    /// <summary>Number of bytes.</summary>
    public int Length { get; }

    /// <summary>Whether the segment ends here, so that a last row without a newline is complete.</summary>
    public bool IsFinal { get; }

    /// <summary>Position of the first byte in its segment.</summary>
    public long Offset { get; }

    /// <summary>Name of the segment for messages: a file's path, a peer's address.</summary>
    public string Origin { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => new(Start, Length);
}
