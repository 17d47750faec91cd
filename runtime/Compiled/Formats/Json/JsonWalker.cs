using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>Walks the rows of blocks, a <see cref="JsonSegment"/> of all rows after the other, and keeps which of them are as foreseen until they are handed out.</summary>
internal sealed unsafe class JsonWalker : IDisposable
{
    /// <summary>Bytes walked at a time: within what a position of 16 bits says.</summary>
    public const int BlockBytes = 32 * 1024;

    /// <summary>Most rows of a block.</summary>
    private const int MaxRows = 1024;

    /// <summary>Positions of segments that are kept: few enough for the nearest cache.</summary>
    private const int Cells = 8 * 1024;

    // Vectors of starts are read.
    private const int Slack = 16;

    // A block may have some rows more than its length makes likely.
    private const int RowsInReserve = 16;

    // Fewer rows say nothing about whether it pays.
    private const int FewRows = 8;

    private const int LongestPause = 64;

    // If more than one row in so many is otherwise, an index of all is cheaper.
    private const int MostOthers = 32;

    private readonly ColumnArena _arena = new();
    private readonly uint* _starts;
    private readonly uint* _cells;
    private readonly bool* _told;
    private JsonWalk? _walk;
    private JsonShape? _shape;
    private int _column;
    private bool _isFresh;
    private bool _areAllTold;
    private int _pause;
    private int _nextPause = 1;

    public JsonWalker()
    {
        _starts = _arena.Allocate<uint>(MaxRows + 1 + Slack).Pointer;
        _cells = _arena.Allocate<uint>(Cells + Slack).Pointer;
        _told = _arena.Allocate<bool>(MaxRows).Pointer;
    }

    /// <summary>What rows are taken to be.</summary>
    public JsonShape? Shape
    {
        get => _shape;
        set
        {
            if (_shape != value)
            {
                _shape = value;
                _pause = 0;
                _nextPause = 1;
            }
        }
    }

    /// <summary>The block's first byte.</summary>
    public byte* Block { get; private set; }

    /// <summary>Number of rows in the block.</summary>
    public int Rows { get; private set; }

    /// <summary>The first row that has not been handed out.</summary>
    public int Next { get; private set; }

    /// <summary>Whether rows of the block are left.</summary>
    public bool HasRows => Next < Rows;

    /// <summary>Numbers in the places of a row.</summary>
    public int PlaceCount => 2 * _walk!.Places.Length;

    /// <summary>Where a row begins in the block, or the one behind the last row would.</summary>
    public int Start(int row) => (int)_starts[row];

    /// <summary>Forgets the block.</summary>
    public void Forget() => Next = Rows = 0;

    /// <summary>Walks the next block of rows, if that is likely to pay.</summary>
    /// <param name="block">The first row's first byte.</param>
    /// <param name="left">Bytes to the end of the frame.</param>
    /// <param name="isFresh">Whether the memory is likely to be in no near cache.</param>
    /// <returns>Whether there are such rows: then all of them are to be handed out from here.</returns>
    public bool Begin(byte* block, int left, bool isFresh)
    {
        if (_shape?.Walk is not { } walk || --_pause >= 0)
        {
            return false;
        }

        // Whatever rows hold, nothing is looked for behind the end of the frame.
        _pause = 0;
        _isFresh = isFresh;
        _walk = walk;
        _column = Math.Min(Cells / walk.Segments.Length, MaxRows);
        int length = Math.Min(Math.Min(BlockBytes, left - walk.MaxBytes), (_column - RowsInReserve) * (walk.LeastBytes + 1));
        Block = block;
        Next = 0;
        Rows = length <= 0 ? 0 : JsonRowStarts512.Find(block, length, walk.LeastBytes, _starts + 1, _column);
        if (Rows == 0)
        {
            return false;
        }

        _areAllTold = Walk(walk, Rows);
        Weigh();
        return true;
    }

    /// <summary>Rows from the next one on that are as foreseen. If there are none, <paramref name="others"/> says how many are not.</summary>
    /// <param name="most">Most bytes of those that are not, unless it is one row.</param>
    /// <param name="others">Gets their number.</param>
    public int Told(int most, out int others)
    {
        others = 0;
        if (_areAllTold && _shape?.Walk == _walk)
        {
            return Rows - Next;
        }

        // What the rows were taken to be may have changed since.
        bool isSame = _shape?.Walk == _walk;
        bool isTold = isSame && IsTold(Next);
        int end = Next + 1;
        while (end < Rows && (isSame && IsTold(end)) == isTold && (isTold || Start(end + 1) - Start(Next) <= most))
        {
            end++;
        }

        others = isTold ? 0 : end - Next;
        return isTold ? end - Next : 0;
    }

    private bool IsTold(int row) => _areAllTold || _told[row];

    /// <summary>Hands out rows.</summary>
    public void Take(int rows) => Next += rows;

    /// <summary>Finds the places of rows: starts and ends of the needed members' values.</summary>
    /// <param name="places">Gets them, value by value.</param>
    /// <returns>How far those of one value are from those of the next.</returns>
    public int Place(int row, int rows, uint* places)
    {
        int stride = (rows + Slack - 1) & -Slack;
        foreach (JsonSegmentPlace place in _walk!.Places)
        {
            JsonWalk512.Place(Column(place.StartSegment) + row, place.StartDistance, Column(place.EndSegment) + row, place.EndDistance, rows, places);
            places += stride;
        }

        return stride;
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    /// <summary>Where a segment begins in each row.</summary>
    private uint* Column(int segment) => segment == 0 ? _starts : _cells + ((segment - 1) * _column);

    private bool Walk(JsonWalk walk, int rows)
    {
        bool areAllTold = true;
        for (int i = 0; i < walk.Segments.Length; i++)
        {
            if (!Pass(walk, i, 0, rows))
            {
                if (areAllTold)
                {
                    new Span<bool>(_told, rows).Fill(true);
                    areAllTold = false;
                }

                MarkOthers(walk, i, rows);
                int good = new ReadOnlySpan<bool>(_told, rows).IndexOf(true);
                if (good < 0)
                {
                    return false;
                }

                if (i + 1 < walk.Segments.Length)
                {
                    PassOver(Column(i + 1), good, rows);
                }
            }
        }

        return areAllTold;
    }

    /// <summary>Finds the rows that are not as foreseen in a segment, among those that were so far.</summary>
    private void MarkOthers(JsonWalk walk, int number, int rows)
    {
        for (int from = 0; from < rows;)
        {
            int count = new ReadOnlySpan<bool>(_told + from, rows - from).IndexOf(false);
            count = count < 0 ? rows - from : count;
            if (count > 0)
            {
                MarkOthers(walk, number, from, count);
            }

            from += count + 1;
        }
    }

    private void MarkOthers(JsonWalk walk, int number, int row, int rows)
    {
        if (Pass(walk, number, row, rows))
        {
            return;
        }

        if (rows == 1)
        {
            _told[row] = false;
            return;
        }

        MarkOthers(walk, number, row, rows / 2);
        MarkOthers(walk, number, row + (rows / 2), rows - (rows / 2));
    }

    /// <summary>Lets rows that are not as foreseen go on in one that is, so that they are found once.</summary>
    private void PassOver(uint* starts, int good, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            starts[row] = _told[row] ? starts[row] : starts[good];
        }
    }

    /// <summary>Compares a segment and goes to the next one.</summary>
    /// <returns>Whether it is as foreseen in all rows.</returns>
    private bool Pass(JsonWalk walk, int number, int row, int rows)
    {
        JsonSegment segment = walk.Segments[number];
        uint* starts = Column(number) + row;
        uint* next = Column(number + 1) + row;
        byte* window = walk.Windows.Pointer + (segment.FirstWindow * JsonSegment.WindowSize);
        byte* bytes = Block;
        int distance = segment.Length;
        bool isTold = true;
        for (int i = segment.FirstWindow; ; i++)
        {
            isTold &= !walk.HaveTexts[i] || JsonWalk512.CompareTexts(bytes, starts, rows, window);
            if (distance <= JsonSegment.WindowBytes)
            {
                break;
            }

            isTold &= _isFresh
                ? JsonWalk512.Compare<JsonWindow512<FreshMemory>>(bytes, starts, rows, window)
                : JsonWalk512.Compare<JsonWindow512<NearMemory>>(bytes, starts, rows, window);
            window += JsonSegment.WindowSize;
            bytes += JsonSegment.WindowBytes;
            distance -= JsonSegment.WindowBytes;
        }

        return isTold & (_isFresh ? PassLast<JsonWindow512<FreshMemory>>(segment, row, bytes, starts, rows, window, distance, next)
            : distance <= JsonSegment.HalfWindowBytes ? PassLast<JsonWindow256>(segment, row, bytes, starts, rows, window, distance, next)
            : PassLast<JsonWindow512<NearMemory>>(segment, row, bytes, starts, rows, window, distance, next));
    }

    /// <summary>Compares a segment's last window and goes to the next segment.</summary>
    private bool PassLast<TWindow>(in JsonSegment segment, int row, byte* bytes, uint* starts, int rows, byte* window, int distance, uint* next)
        where TWindow : struct, IJsonWindow<TWindow> => segment.End switch
        {
            JsonSegmentEnd.ShortText => JsonWalk512.PassShortTexts<TWindow>(bytes, starts, rows, window, distance, (uint)segment.Length, next),
            JsonSegmentEnd.Text => JsonWalk512.PassTexts<TWindow>(bytes, starts, rows, window, distance, (uint)segment.Length, next),
            JsonSegmentEnd.Number => JsonWalk512.PassNumbers<TWindow>(bytes, starts, rows, window, distance, (uint)segment.Length, next),
            JsonSegmentEnd.Bare => JsonWalk512.PassBare<TWindow>(bytes, starts, rows, window, distance, (uint)segment.Length, next),
            _ => JsonWalk512.EndRows<TWindow>(bytes, starts, rows, window, (uint)segment.Length, _starts + row + 1),
        };

    /// <summary>Makes pauses where too few rows are as foreseen.</summary>
    private void Weigh()
    {
        int told = _areAllTold ? Rows : new ReadOnlySpan<bool>(_told, Rows).Count(true);
        if (Rows >= FewRows && told < Rows - (Rows / MostOthers))
        {
            _pause = _nextPause;
            _nextPause = Math.Min(2 * _nextPause, LongestPause);
        }
        else if (_areAllTold)
        {
            _nextPause = 1;
        }
    }
}
