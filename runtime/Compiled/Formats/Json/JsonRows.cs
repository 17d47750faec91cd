using System.Runtime.CompilerServices;
using Compiled.Execution;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// The rows of frames of NDJSON, one after the other: what a generated decoder asks for rows. A row comes as <see cref="JsonFields"/> if its layout is known;
/// any row can be read by a <see cref="JsonCursor"/>.
/// </summary>
public sealed unsafe partial class JsonRows : IDisposable
{
    /// <summary>Room for the places of rows that are handed out together.</summary>
    private const int PlaceRoom = 2 * JsonShape.MaxPlaces;

    /// <summary>Fewer rows are not worth being taken a member at a time.</summary>
    private const int LeastRun = 8;

    /// <summary>How many are handed out together: few enough that they stay in the first-level cache beside the block that they point into.</summary>
    private const int PlacesAtOnce = 2 * 1024;

    private readonly MalformedRows _malformed;
    private readonly JsonIndex _index;
    private readonly JsonShapes _shapes;
    private readonly JsonMembers _members;
    private readonly JsonScratch _scratch = new();
    private readonly JsonWalker _walker = new();
    private readonly ushort* _positions;

    private readonly ushort* _places;
    private readonly int* _every;
    private readonly Column<int> _kept;
    private readonly ColumnArena _arena = new();
    private readonly int _width;

    private Frame _frame;

    /// <summary>Frame bytes that are indexed or done with: the next block starts here.</summary>
    private int _next;
    private byte* _block;

    /// <summary>In the block: the next row, its first quote, and where whole rows end.</summary>
    private int _row;
    private int _quote;
    private int _end;

    /// <summary>Whether the block is one row, too long to be indexed.</summary>
    private bool _isLong;

    /// <summary>Whether the block's rows have been walked, and which is the next one.</summary>
    private bool _isWalked;
    private int _walkedRow;

    /// <summary>Whether the rows are those of a block that were not as foreseen when it was walked.</summary>
    private bool _isRefused;

    /// <summary>Whether the next row is known not to be of the last row's shape, or to lie in the next block.</summary>
    private bool _isOther;

    /// <summary>How many rows the last attempt could have taken.</summary>
    private int _room;

    /// <summary>Places of each of the rows handed out last.</summary>
    private int _placeCount;

    /// <summary>Quotes in each of the rows handed out last.</summary>
    private int _runQuotes;

    /// <summary>The row read last.</summary>
    private int _currentQuote;
    private int _currentStart;
    private int _currentEnd;

    /// <summary>Rows of JSON objects.</summary>
    /// <param name="members">The members that are needed.</param>
    /// <param name="malformed">Who is told of rows that cannot be read.</param>
    /// <param name="mayRefuse">Whether some values of a row may never be asked for, because a filter refuses it: then they are checked to be values when its layout is.</param>
    public JsonRows(JsonMembers members, MalformedRows malformed, bool mayRefuse = false)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(malformed);
        int width = VectorWidth.Bits;
        _width = width;
        _places = _arena.Allocate<ushort>(PlaceRoom + JsonShape.MaxPlaces).Pointer;
        _newlines = _arena.Allocate<ushort>(PlacesAtOnce).Pointer;
        _every = _arena.Allocate<int>(PlacesAtOnce).Pointer;
        _kept = _arena.Allocate<int>(PlacesAtOnce);
        for (int i = 0; i < PlacesAtOnce; i++)
        {
            _every[i] = i;
        }

        _malformed = malformed;
        _index = new JsonIndex(width);
        _positions = _index.Positions;
        _members = members;
        _shapes = new JsonShapes(members, mayRefuse, makesTemplates: width >= 512 && JsonTemplate.IsSupported);
    }

    /// <summary>Bytes to skip at the start of a segment: a byte-order mark.</summary>
    public int BeginSegment(in Frame frame)
    {
        Forget(0);
        return frame.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    /// <summary>Goes on at <paramref name="position"/> of <paramref name="frame"/>. Texts of the batch before are given up.</summary>
    public void Begin(in Frame frame, int position)
    {
        _scratch.Clear();
        if ((_row < _end || _walker.HasRows) && frame.Start == _frame.Start && frame.Length == _frame.Length && frame.Offset == _frame.Offset && position == Position)
        {
            // The index made for the batch before reaches further than that batch did.
            _frame = frame;
            return;
        }

        Forget(position);
        Enter(in frame);
    }

    /// <summary>How far the frame has been read: behind the newline of the last row handed out.</summary>
    public int Position => _row < _end ? (int)(_block - _frame.Start) + _row : _walker.HasRows ? (int)(_walker.Block - _frame.Start) + _walker.Start(_walker.Next) : _next;

    /// <summary>Goes to the next row.</summary>
    /// <param name="fields">The current row's values; gets the next one's, if its layout is known.</param>
    /// <param name="limit">How many rows may be taken before <see cref="Position"/> must be right again.</param>
    /// <returns>False if no whole row is left in the frame.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(ref JsonFields fields, int limit) => fields.MoveNext() || NextRun(ref fields, limit);

    /// <summary>Whether so many rows of one known layout begin with that of <paramref name="fields"/> that they should be taken a member at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool BeginsRun(in JsonFields fields) => fields.RowsAfter >= LeastRun - 1;

    /// <summary>The rows of the layout of <paramref name="fields"/>, from its own on.</summary>
    public JsonRun Run(in JsonFields fields) => new(in fields, _every, fields.RowsAfter + 1, _width);

    /// <summary>Room for the numbers of those rows of a run that a filter keeps, in order.</summary>
    public Column<int> Kept => _kept;

    /// <summary>The first <paramref name="count"/> rows of <see cref="Kept"/>, as rows of the run that begins with <paramref name="fields"/>.</summary>
    public JsonRun KeptRun(in JsonFields fields, int count) => new(in fields, _kept.Pointer, count, _width);

    /// <summary>Puts the rows whose text, which is there in every row, is a constant of 1 to 8 bytes into <see cref="Kept"/>.</summary>
    /// <param name="fields">The rows.</param>
    /// <param name="slot">The member.</param>
    /// <param name="word">The constant's bytes, little-endian, shifted to the top.</param>
    /// <param name="length">Their number.</param>
    /// <returns>How many they are; -1 if a text cannot be read.</returns>
    public int KeepEqual(in JsonFields fields, int slot, ulong word, int length)
    {
        int* kept = _kept.Pointer;
        int rows = fields.RowsAfter + 1;
        int count = JsonColumns.Equal(fields.Block, fields.PlacesOf(slot), fields.RowStride, rows, word, length, kept);
        if (count >= 0)
        {
            return count;
        }

        count = 0;
        for (int i = 0; i < rows; i++)
        {
            if (!fields.RowAfter(i).Text(slot, out Utf8Slice text))
            {
                return -1;
            }

            kept[count] = i;
            count += text.Is(word, length) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Moves the values of the rows in <see cref="Kept"/> together.</summary>
    /// <param name="column">The values of a run's rows.</param>
    /// <param name="first">Where those of the run begin.</param>
    /// <param name="count">Number of rows kept.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Keep<T>(Column<T> column, int first, int count)
        where T : unmanaged
    {
        T* values = column.Pointer + first;
        int* kept = _kept.Pointer;
        for (int i = 0; i < count; i++)
        {
            values[i] = values[kept[i]];
        }
    }

    /// <summary>Says that the rows of a run have been taken: the next row is the one behind them.</summary>
    public static void Taken(ref JsonFields fields) => fields.PassOver();

    /// <summary>Rows of the run that come after that of <paramref name="fields"/>.</summary>
    public static int RowsAfter(in JsonFields fields) => fields.RowsAfter;

    /// <summary>Makes the row of <paramref name="fields"/> the current one: it may have more of its shape behind it.</summary>
    private void GoTo(in JsonFields fields)
    {
        if (_isWalked)
        {
            int row = _walkedRow - 1 - fields.RowsAfter;
            _currentStart = _walker.Start(row);
            _currentEnd = _walker.Start(row + 1) - 1;
        }
        else if (_freeTaken > 0)
        {
            GoToFree(_freeTaken - 1 - fields.RowsAfter);
        }
        else if (!_isLong)
        {
            _currentQuote = _quote - ((fields.RowsAfter + 1) * (_runQuotes + 1));
            _currentStart = _currentQuote == 0 ? 0 : _positions[_currentQuote - 1] + 1;
            _currentEnd = _positions[_currentQuote + _runQuotes];
        }
    }

    /// <summary>Whether the row read last is empty or white space: such rows are passed over.</summary>
    public bool IsBlank => new ReadOnlySpan<byte>(_block + _currentStart, _currentEnd - _currentStart).IndexOfAnyExcept(" \t\r"u8) < 0;

    /// <summary>Reads the row of <paramref name="fields"/> from its start, whatever its layout.</summary>
    public JsonCursor Read(in JsonFields fields)
    {
        GoTo(in fields);
        return new JsonCursor(_block + _currentStart, _block + _currentStart + RowLength, _scratch);
    }

    /// <summary>Says that the cursor has read its row well, so that its layout may be learned.</summary>
    public void Learn()
    {
        if (!_isLong && !_isWalked)
        {
            if (_shapes.MayBeFree)
            {
                AcceptFree();
            }

            _shapes.Learn(_block, _currentStart, _positions + _currentQuote, _runQuotes);
        }
    }

    /// <summary>Reports the row read last as malformed, for what <paramref name="cursor"/> found.</summary>
    /// <exception cref="MalformedRowException">The policy is to fail.</exception>
    public void Report(in JsonCursor cursor)
    {
        _malformed.Report(_frame, (int)(_block - _frame.Start) + _currentStart, RowLength, cursor.Reason());
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _index.Dispose();
        _walker.Dispose();
        _arena.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Length of the current row without its line end.</summary>
    private int RowLength => _currentEnd - _currentStart - (_currentEnd > _currentStart && _block[_currentEnd - 1] == (byte)'\r' ? 1 : 0);
}
