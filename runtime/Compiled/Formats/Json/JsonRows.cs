using System.Numerics;
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
    /// <summary>Room for the places of rows that are handed out together.</summary>
    private const int PlaceRoom = 2 * JsonShape.MaxPlaces;

    /// <summary>Fewer rows are not worth being taken a member at a time.</summary>
    private const int LeastRun = 8;

    /// <summary>How many are handed out together: few enough that they stay in the first-level cache beside the block that they point into.</summary>
    private const int PlacesAtOnce = 2 * 1024;

    private readonly MalformedRows _malformed;
    private readonly JsonIndex _index;
    private readonly JsonShapes _shapes;
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
        _every = _arena.Allocate<int>(PlacesAtOnce).Pointer;
        _kept = _arena.Allocate<int>(PlacesAtOnce + JsonColumns.Rows);
        for (int i = 0; i < PlacesAtOnce; i++)
        {
            _every[i] = i;
        }

        _malformed = malformed;
        _index = new JsonIndex(width);
        _positions = _index.Positions;
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
        _frame = frame;
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
    public JsonRun Run(in JsonFields fields) => new(in fields, _every, fields.RowsAfter + 1);

    /// <summary>Room for the numbers of those rows of a run that a filter keeps, in order.</summary>
    public Column<int> Kept => _kept;

    /// <summary>Appends the numbers of up to 64 rows that a filter keeps to <see cref="Kept"/>.</summary>
    /// <param name="bits">A bit for each of them that is set if it is kept.</param>
    /// <param name="first">The first row's number.</param>
    /// <param name="count">How many rows are kept so far.</param>
    /// <returns>How many are now.</returns>
    public int Keep(ulong bits, int first, int count)
    {
        JsonColumns.Numbers(bits, first, _kept.Pointer + count, _width);
        return count + BitOperations.PopCount(bits);
    }

    /// <summary>The first <paramref name="count"/> rows of <see cref="Kept"/>, as rows of the run that begins with <paramref name="fields"/>.</summary>
    public JsonRun KeptRun(in JsonFields fields, int count) => new(in fields, _kept.Pointer, count);

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

    /// <summary>Goes to the next rows of one shape, at least one.</summary>
    private bool NextRun(ref JsonFields fields, int limit)
    {
        if (_row >= _end && !NextBlock())
        {
            return false;
        }

        fields = new JsonFields(_block, null, 0, 0, 1, null, _scratch);
        if (_isLong)
        {
            _row = _end;
            return true;
        }

        if (_isWalked)
        {
            TakeWalked(ref fields, limit);
            return true;
        }

        bool isWorthATry = _shapes.AreWorthATry;
        JsonShape? shape = !isWorthATry ? null : _isOther ? _shapes.Next : _shapes.Last;
        int rows = shape == null ? 0 : Take(shape, limit);
        if (rows > 0)
        {
            if (_isOther)
            {
                _shapes.Follow(shape!);
            }
        }
        else
        {
            int quoteCount = _index.NewlineOf(_row) - _quote;
            shape = isWorthATry ? Other(quoteCount, limit, tried: shape, out rows) : null;
            if (shape == null)
            {
                _isOther = false;
                _shapes.Missed();
                Advance(1, quoteCount);
                return true;
            }
        }

        _shapes.Hit();
        fields = new JsonFields(_block, (uint*)_places, _placeCount / 2, 1, rows, shape!.Slots, _scratch);
        Advance(rows, shape.Quotes);
        _isOther = rows < _room;
        if (rows >= LeastRun && shape.Walk != null)
        {
            _walker.Shape = shape;
        }

        return true;
    }

    /// <summary>Takes rows that have been walked.</summary>
    private void TakeWalked(ref JsonFields fields, int limit)
    {
        JsonShape shape = _walker.Shape!;
        int rows = Math.Min(RowsAtOnce(limit, _walker.PlaceCount), _walker.Next - _walkedRow);
        int stride = _walker.Place(_walkedRow, rows, (uint*)_places);
        fields = new JsonFields(_block, (uint*)_places, 1, stride, rows, shape.Slots, _scratch);
        _walkedRow += rows;
        _row = _walker.Start(_walkedRow);
        _shapes.Hit();
        if (_shapes.Last != shape)
        {
            _shapes.Follow(shape);
        }
    }

    /// <summary>Finds the places of the next rows, as long as they are of a shape.</summary>
    private int Take(JsonShape shape, int limit)
    {
        if (shape.Template is { } template)
        {
            _room = RowsAtOnce(limit, template.PlaceCount);
            int told = template.Match512(_block, _row, _positions + _quote, _positions + _index.Count, _room, _places);
            if (told > 0)
            {
                if (_isRefused)
                {
                    Observe(shape, 1);
                }

                _placeCount = template.PlaceCount;
                return told;
            }

            // A row that the template does not tell may be of the shape all the same, but is none of many.
            limit = shape.MayMatch(_positions + _quote) ? 1 : 0;
        }

        _placeCount = shape.PlaceCount;
        _room = RowsAtOnce(limit, shape.PlaceCount);
        int rows = _room == 0 ? 0 : Match(shape, _room);
        if (rows > 0 && (shape.WantsRows || shape.Template != null))
        {
            Observe(shape, rows);
        }

        return rows;
    }

    /// <summary>Shows rows of a shape to its template, which did not tell the first of them or is yet to be made.</summary>
    private void Observe(JsonShape shape, int rows)
    {
        ushort* newlines = _positions + _quote + shape.Quotes;
        int start = _row;
        for (int i = 0; i < rows; i++, newlines += shape.Quotes + 1)
        {
            shape.Observe(_block + start, _block + *newlines);
            start = *newlines + 1;
            if (!shape.WantsRows)
            {
                return;
            }
        }
    }

    /// <summary>Looks for another shape that fits the next row.</summary>
    private JsonShape? Other(int quoteCount, int limit, JsonShape? tried, out int rows)
    {
        ReadOnlySpan<JsonShape?> candidates = _shapes.Candidates(quoteCount);
        ushort* quotes = _positions + _quote;
        rows = 0;
        for (int way = 0; way < candidates.Length && candidates[way] is { } shape; way++)
        {
            if (shape.Quotes == quoteCount && shape.MayMatch(quotes) && shape != tried)
            {
                rows = Take(shape, limit);
                if (rows > 0)
                {
                    _shapes.Use(quoteCount, way);
                    return shape;
                }
            }
        }

        return null;
    }

    private int Match(JsonShape shape, int limit) =>
        shape.Match(_block, _row, _end, _positions + _quote, _positions + _index.Count, limit, _width, _places);

    private static int RowsAtOnce(int limit, int placeCount) => Math.Min(limit, Math.Max(1, PlacesAtOnce / Math.Max(1, placeCount)));

    /// <summary>Goes over rows that have the same number of quotes.</summary>
    private void Advance(int rows, int quoteCount)
    {
        _runQuotes = quoteCount;
        _quote += rows * (quoteCount + 1);
        _row = _positions[_quote - 1] + 1;
    }

    /// <summary>Makes the row of <paramref name="fields"/> the current one: it may have more of its shape behind it.</summary>
    private void GoTo(in JsonFields fields)
    {
        if (_isWalked)
        {
            int row = _walkedRow - 1 - fields.RowsAfter;
            _currentStart = _walker.Start(row);
            _currentEnd = _walker.Start(row + 1) - 1;
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

    private void Forget(int next)
    {
        _walker.Forget();
        _row = 0;
        _end = 0;
        _next = next;
    }

    /// <summary>Walks or indexes the next block that holds a whole row.</summary>
    private bool NextBlock()
    {
        if (_walker.HasRows)
        {
            NextWalked();
            return true;
        }

        _isWalked = false;
        _isRefused = false;
        int left = _frame.Length - _next;
        if (left <= 0)
        {
            Forget(_frame.Length);
            return false;
        }

        _block = _frame.Start + _next;
        if (_walker.Begin(_block, left))
        {
            _next += _walker.Start(_walker.Rows);
            NextWalked();
            return true;
        }

        bool reachesEnd = left <= JsonIndex.BlockBytes;
        int end = _index.Scan(_block, Math.Min(left, JsonIndex.BlockBytes), reachesEnd && _frame.IsFinal);
        if (end > 0)
        {
            _isLong = false;
            _isOther = false;
            _row = 0;
            _quote = 0;
            _end = end;
            _next += Math.Min(end, left);
            return true;
        }

        return !reachesEnd && NextLongRow(left);
    }

    /// <summary>Goes to the next rows of a block that has been walked: those that are as foreseen, or those that are not, which are indexed.</summary>
    private void NextWalked()
    {
        _isLong = false;
        _isOther = false;
        _walkedRow = _walker.Next;
        int told = _walker.Told(JsonIndex.BlockBytes, out int others);
        _walker.Take(told + others);
        _isWalked = told > 0;
        _isRefused = told == 0;
        _block = _walker.Block;
        _row = _walker.Start(_walkedRow);
        _end = _walker.Start(_walker.Next);
        if (_isWalked)
        {
            return;
        }

        _block += _row;
        _end -= _row;
        _row = 0;
        _quote = 0;
        _isLong = _end > JsonIndex.BlockBytes;
        if (_isLong)
        {
            _currentStart = 0;
            _currentEnd = _end - 1;
            return;
        }

        _index.Scan(_block, _end, endsRow: false);
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

        _isLong = true;
        _currentStart = 0;
        _currentEnd = newline < 0 ? left : JsonIndex.BlockBytes + newline;
        _row = 0;
        _end = _currentEnd + 1;
        _next = Math.Min(_next + _end, _frame.Length);
        return true;
    }
}
