namespace Compiled.Formats;

// Rows whose members come in any order.
public sealed unsafe partial class JsonRows
{
    /// <summary>After so many rows taken by their names it is looked whether layouts have come back: later each time that they have not.</summary>
    private const int LeastBetweenTrials = 64;
    private const int MostBetweenTrials = 1024;

    // After so many rows in a row that could not be taken so, only every sixteenth is tried.
    private const int FreeMisses = 16;
    private const int FreeTrialMask = 15;

    private JsonFreeRows? _freeRows;
    private bool _isFreeMade;
    private int _freeSinceTrial;
    private int _betweenTrials = LeastBetweenTrials;

    /// <summary>Rows handed out last if they were taken by their names, else 0; the first one's first quote; and the position of each one's newline.</summary>
    private int _freeTaken;
    private int _freeQuote;
    private readonly ushort* _newlines;
    private int _freeMisses;
    private uint _freeSkipped;

    /// <summary>Whether the next row should be looked at by its names.</summary>
    private bool TriesFree() => FreeRows() != null && (_freeMisses < FreeMisses || (++_freeSkipped & FreeTrialMask) == 0);

    /// <summary>What reads rows by their names, made when it is needed; null if it cannot be.</summary>
    private JsonFreeRows? FreeRows()
    {
        if (!_isFreeMade)
        {
            _isFreeMade = true;
            _freeRows = JsonFreeRows.TryMake(_members, _width);
        }

        return _freeRows;
    }

    /// <summary>Takes rows by their names.</summary>
    private bool TakeFree(ref JsonFields fields, int limit)
    {
        int stride = _freeRows!.PlaceCount;
        int room = RowsAtOnce(limit, 2 * stride);
        ushort* next = _positions + _quote;
        int rows = _freeRows.Match(_block, _row, _end, ref next, _positions + _index.Count, room, (uint*)_places, _newlines);
        if (rows == 0)
        {
            _freeMisses = Math.Min(_freeMisses + 1, FreeMisses);
            return false;
        }

        _freeMisses = 0;
        _freeSinceTrial += rows;
        fields = new JsonFields(_block, (uint*)_places + 1, stride, 1, rows, _freeRows.Slots, _scratch);
        _freeTaken = rows;
        _freeQuote = _quote;
        _quote = (int)(next - _positions);
        _row = _positions[_quote - 1] + 1;
        _isOther = false;
        return true;
    }

    /// <summary>Makes one of the rows taken by their names the current one.</summary>
    private void GoToFree(int row)
    {
        var positions = new ReadOnlySpan<ushort>(_positions, _quote);
        _currentQuote = row == 0 ? _freeQuote : positions[_freeQuote..].IndexOf(_newlines[row - 1]) + _freeQuote + 1;
        _runQuotes = positions[_currentQuote..].IndexOf(_newlines[row]);
        _currentStart = _currentQuote == 0 ? 0 : _positions[_currentQuote - 1] + 1;
        _currentEnd = _newlines[row];
    }

    /// <summary>Takes the next row by its names, and learns its layout if that seems worth it.</summary>
    private bool LearnFree(ref JsonFields fields, int quoteCount)
    {
        (int row, int quote, int rows) = (_row, _quote, _freeSinceTrial);
        if (!TakeFree(ref fields, 1))
        {
            return false;
        }

        _freeSinceTrial = 0;
        _betweenTrials = Math.Min(_betweenTrials * 2, MostBetweenTrials);
        _shapes.Learn(_block, row, _positions + quote, quoteCount, rows + 1);
        return true;
    }

    /// <summary>Notes that the row read last was accepted.</summary>
    private void AcceptFree() => FreeRows()?.Accept(_block, _currentStart, _end, _positions + _currentQuote, _positions + _index.Count, (uint*)_places);
}
