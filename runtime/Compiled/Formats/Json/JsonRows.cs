using System.Runtime.CompilerServices;
using Compiled.Execution;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// The rows of frames of NDJSON, one after the other: what a generated decoder asks for rows. A row comes as <see cref="JsonFields"/> if its layout is known;
/// any row can be read by a <see cref="JsonCursor"/>.
/// </summary>
public sealed unsafe class JsonRows : IDisposable
{
    private readonly MalformedRows _malformed;
    private readonly JsonIndex _index;
    private readonly JsonShapes _shapes;
    private readonly JsonScratch _scratch = new();
    private readonly ushort* _positions;
    private readonly ushort* _rowEnds;

    private Frame _frame;

    /// <summary>Frame bytes that are indexed or done with: the next block starts here.</summary>
    private int _next;
    private byte* _block;

    /// <summary>Rows of the block and how many were handed out; then the current row.</summary>
    private int _rowCount;
    private int _rowsTaken;
    private int _rowStart;
    private int _rowEnd;
    private int _quoteCount;

    /// <summary>The current row's quotes; null if the row was too long to be indexed.</summary>
    private ushort* _quotes;

    /// <summary>Rows of JSON objects.</summary>
    /// <param name="members">The members that are needed.</param>
    /// <param name="malformed">Who is told of rows that cannot be read.</param>
    public JsonRows(JsonMembers members, MalformedRows malformed)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(malformed);
        int width = VectorWidth.Bits;
        _malformed = malformed;
        _index = new JsonIndex(width);
        _positions = _index.Positions;
        _rowEnds = _index.RowEnds;
        _shapes = new JsonShapes(members, width);
    }

    /// <summary>Bytes to skip at the start of a segment: a byte-order mark.</summary>
    public int BeginSegment(in Frame frame)
    {
        Forget();
        return frame.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    /// <summary>Goes on at <paramref name="position"/> of <paramref name="frame"/>. Texts of the batch before are given up.</summary>
    public void Begin(in Frame frame, int position)
    {
        _scratch.Clear();
        if (_rowsTaken < _rowCount && frame.Start == _frame.Start && frame.Length == _frame.Length && frame.Offset == _frame.Offset && position == Position)
        {
            // The index made for the batch before reaches further than that batch did.
            _frame = frame;
            return;
        }

        Forget();
        _frame = frame;
        _next = position;
    }

    /// <summary>How far the frame has been read: behind the current row's newline.</summary>
    public int Position => _rowsTaken < _rowCount ? (int)(_block - _frame.Start) + _rowEnd + 1 : _next;

    /// <summary>Goes to the next row.</summary>
    /// <param name="fields">Its values, if its layout is known.</param>
    /// <returns>False if no whole row is left in the frame.</returns>
    public bool Next(out JsonFields fields)
    {
        if (_rowsTaken == _rowCount && !NextBlock())
        {
            fields = default;
            return false;
        }

        if (_quotes == null)
        {
            // A long row: NextBlock has set it.
            _rowsTaken = _rowCount;
            fields = default;
            return true;
        }

        _quotes += _quoteCount + 1;
        int quoteCount = (int)(_positions + _rowEnds[_rowsTaken++] - _quotes);
        int start = _rowEnd + 1;
        _quoteCount = quoteCount;
        _rowStart = start;
        _rowEnd = _quotes[quoteCount];
        JsonShape? shape = _shapes.Find(_block, start, _quotes, quoteCount);
        fields = shape == null ? default : new JsonFields(_block, _quotes, shape.Slots, _scratch);
        return true;
    }

    /// <summary>Whether the current row is empty or white space: such rows are passed over.</summary>
    public bool IsBlank => new ReadOnlySpan<byte>(_block + _rowStart, _rowEnd - _rowStart).IndexOfAnyExcept(" \t\r"u8) < 0;

    /// <summary>Reads the current row from its start, whatever its layout.</summary>
    public JsonCursor Read() => new(_block + _rowStart, _block + _rowStart + RowLength, _scratch);

    /// <summary>Says that the cursor has read the current row well, so that its layout may be learned.</summary>
    public void Learn()
    {
        if (_quotes != null)
        {
            _shapes.Learn(_block, _rowStart, _quotes, _quoteCount);
        }
    }

    /// <summary>Reports the current row as malformed, for what <paramref name="cursor"/> found.</summary>
    /// <exception cref="MalformedRowException">The policy is to fail.</exception>
    public void Report(in JsonCursor cursor)
    {
        _malformed.Report(_frame, (int)(_block - _frame.Start) + _rowStart, RowLength, cursor.Reason());
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _index.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Length of the current row without its line end.</summary>
    private int RowLength => _rowEnd - _rowStart - (_rowEnd > _rowStart && _block[_rowEnd - 1] == (byte)'\r' ? 1 : 0);

    private void Forget()
    {
        _rowCount = 0;
        _rowsTaken = 0;
        _next = 0;
    }

    /// <summary>Indexes the next block that holds a whole row.</summary>
    private bool NextBlock()
    {
        int left = _frame.Length - _next;
        if (left <= 0)
        {
            Forget(_frame.Length);
            return false;
        }

        _block = _frame.Start + _next;
        bool reachesEnd = left <= JsonIndex.BlockBytes;
        int rows = _index.Scan(_block, Math.Min(left, JsonIndex.BlockBytes), reachesEnd && _frame.IsFinal);
        if (rows > 0)
        {
            _quotes = _positions - 1;
            _quoteCount = 0;
            _rowEnd = -1;
            _rowsTaken = 0;
            _rowCount = rows;
            _next += Math.Min(_positions[_rowEnds[rows - 1]] + 1, left);
            return true;
        }

        return !reachesEnd && NextLongRow(left);
    }

    /// <summary>A row longer than a block: its newline is searched, and the row is not indexed.</summary>
    private bool NextLongRow(int left)
    {
        int newline = new ReadOnlySpan<byte>(_block + JsonIndex.BlockBytes, left - JsonIndex.BlockBytes).IndexOf((byte)'\n');
        if (newline < 0 && !_frame.IsFinal)
        {
            Forget(_next);
            return false;
        }

        _quotes = null;
        _quoteCount = 1;
        _rowStart = 0;
        _rowEnd = newline < 0 ? left : JsonIndex.BlockBytes + newline;
        _rowCount = 1;
        _rowsTaken = 0;
        _next = Math.Min(_next + _rowEnd + 1, _frame.Length);
        return true;
    }

    private void Forget(int next)
    {
        Forget();
        _next = next;
    }
}
