using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>Where the unescaped quotes and the newlines of a block of rows are: one list of positions in order.</summary>
/// <remarks>
/// The index knows nothing of strings: a quote is escaped if an odd number of backslashes stands before it, wherever it is. A backslash outside a string is
/// not JSON; whoever uses the index rejects it when it looks at the bytes between strings. A backslash never reaches over a newline.
/// </remarks>
internal sealed unsafe class JsonIndex : IDisposable
{
    /// <summary>Bytes indexed at a time: small enough for positions of 16 bits and for the first-level cache to keep most of them.</summary>
    public const int BlockBytes = 16 * 1024;

    // Kernels store whole vectors of positions.
    private const int Slack = 128;

    private readonly ColumnArena _arena = new();
    private readonly int _width;
    private byte* _block;
    private int _length;

    public JsonIndex(int width)
    {
        _width = width;
        Positions = _arena.Allocate<ushort>(BlockBytes + Slack).Pointer;
    }

    /// <summary>Positions of quotes and newlines from the block's start.</summary>
    public ushort* Positions { get; }

    /// <summary>Number of positions in the block indexed last.</summary>
    public int Count { get; private set; }

    /// <summary>Indexes a block.</summary>
    /// <param name="block">Its first byte: the start of a row. 64 bytes after its end are readable.</param>
    /// <param name="length">At most <see cref="BlockBytes"/>.</param>
    /// <param name="endsRow">Whether the end of the block ends a row even without a newline.</param>
    /// <returns>Bytes of whole rows with their newlines; a row that ends without one counts as if it had one.</returns>
    public int Scan(byte* block, int length, bool endsRow)
    {
        int found = _width switch
        {
            >= 512 when JsonIndex512.IsSupported => JsonIndex512.Scan(block, length, Positions),
            >= 256 => JsonIndex256.Scan(block, length, Positions),
            >= 128 => JsonIndex128.Scan(block, length, Positions),
            _ => JsonIndexScalar.Scan(block, length, Positions),
        };

        _block = block;
        _length = length;
        if (endsRow && length > 0 && block[length - 1] != (byte)'\n')
        {
            Positions[found] = (ushort)length;
            Count = found + 1;
            return length + 1;
        }

        Count = found;
        return new ReadOnlySpan<byte>(block, length).LastIndexOf((byte)'\n') + 1;
    }

    /// <summary>The index of a row's newline in <see cref="Positions"/>.</summary>
    /// <param name="row">Position of the row's first byte; the row ends in the block.</param>
    public int NewlineOf(int row)
    {
        int length = new ReadOnlySpan<byte>(_block + row, _length - row).IndexOf((byte)'\n');
        if (length < 0)
        {
            // The last row ends where the block does.
            return Count - 1;
        }

        int newline = row + length;
        return new ReadOnlySpan<ushort>(Positions, Count).BinarySearch((ushort)newline);
    }

    public void Dispose() => _arena.Dispose();
}
