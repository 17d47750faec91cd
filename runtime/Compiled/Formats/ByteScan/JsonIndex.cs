using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// Where the unescaped quotes and the newlines of a block of rows are: one list of positions in order, and for each row the place of its newline in that list.
/// </summary>
/// <remarks>
/// The index knows nothing of strings: a quote is escaped if an odd number of backslashes stands before it, wherever it is. A backslash outside a string is
/// not JSON; whoever uses the index rejects it when it looks at the bytes between strings. A backslash never reaches over a newline.
/// </remarks>
internal sealed unsafe class JsonIndex : IDisposable
{
    /// <summary>Bytes indexed at a time: small enough for positions of 16 bits and for the first-level cache to keep them.</summary>
    public const int BlockBytes = 32 * 1024;

    // Kernels store whole vectors of positions.
    private const int Slack = 128;

    private readonly ColumnArena _arena = new();
    private readonly int _width;

    public JsonIndex(int width)
    {
        _width = width;
        Positions = _arena.Allocate<ushort>(BlockBytes + Slack).Pointer;
        RowEnds = _arena.Allocate<ushort>(BlockBytes + Slack).Pointer;
    }

    /// <summary>Positions of quotes and newlines from the block's start.</summary>
    public ushort* Positions { get; }

    /// <summary>For each row the index in <see cref="Positions"/> of its newline.</summary>
    public ushort* RowEnds { get; }

    /// <summary>Indexes a block.</summary>
    /// <param name="block">Its first byte: the start of a row. 64 bytes after its end are readable.</param>
    /// <param name="length">At most <see cref="BlockBytes"/>.</param>
    /// <param name="endsRow">Whether the end of the block ends a row even without a newline.</param>
    /// <returns>Number of rows that end in the block.</returns>
    public int Scan(byte* block, int length, bool endsRow)
    {
        int rows;
        int found;
        if (_width >= 512 && JsonIndex512.IsSupported)
        {
            found = JsonIndex512.Scan(block, length, Positions, RowEnds, out rows);
        }
        else if (_width >= 256)
        {
            found = JsonIndex256.Scan(block, length, Positions, RowEnds, out rows);
        }
        else if (_width >= 128)
        {
            found = JsonIndex128.Scan(block, length, Positions, RowEnds, out rows);
        }
        else
        {
            found = JsonIndexScalar.Scan(block, length, Positions, RowEnds, out rows);
        }

        if (endsRow && length > 0 && block[length - 1] != (byte)'\n')
        {
            Positions[found] = (ushort)length;
            RowEnds[rows++] = (ushort)found;
        }

        return rows;
    }

    public void Dispose() => _arena.Dispose();
}
