namespace Compiled.Sources;

/// <summary>Bytes in memory, given in pieces of a chosen size so that rows can be split anywhere.</summary>
internal sealed class MemoryBlockInput(ReadOnlyMemory<byte> bytes, int chunkSize) : BlockInput
{
    private int _position;

    public override int Read(Span<byte> destination, out bool ended)
    {
        int length = Math.Min(Math.Min(destination.Length, chunkSize), bytes.Length - _position);
        bytes.Span.Slice(_position, length).CopyTo(destination);
        _position += length;
        ended = _position == bytes.Length;
        return length;
    }

    public override void Dispose()
    {
    }
}
