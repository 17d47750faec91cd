namespace Compiled.Formats;

// Rows whose members come in any order.
public sealed unsafe partial class JsonRows
{
    /// <summary>After so many rows taken by their names it is looked whether layouts have come back.</summary>
    private const int FreeBetweenTrials = 64;

    // After so many rows in a row that could not be taken so, only every sixteenth is tried.
    private const int FreeMisses = 16;
    private const int FreeTrialMask = 15;

    private JsonFreeRows? _freeRows;
    private bool _isFreeMade;
    private int _freeSinceTrial;

    /// <summary>Rows handed out last if they were taken by their names, else 0; the first one's first quote; and each one's newline, counted from there.</summary>
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
        int rows = _freeRows.Match(_block, _row, _end, _positions + _quote, _positions + _index.Count, room, (uint*)_places, _newlines);
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
        _quote += _newlines[rows - 1] + 1;
        _row = _positions[_quote - 1] + 1;
        _isOther = false;
        return true;
    }

    /// <summary>Makes one of the rows taken by their names the current one.</summary>
    private void GoToFree(int row)
    {
        int newline = _freeQuote + _newlines[row];
        _currentQuote = row == 0 ? _freeQuote : _freeQuote + _newlines[row - 1] + 1;
        _runQuotes = newline - _currentQuote;
        _currentStart = _currentQuote == 0 ? 0 : _positions[_currentQuote - 1] + 1;
        _currentEnd = _positions[newline];
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
        _shapes.Learn(_block, row, _positions + quote, quoteCount, rows + 1);
        return true;
    }

    /// <summary>Notes that the row read last was accepted.</summary>
    private void AcceptFree() => FreeRows()?.Accept(_block, _currentStart, _end, _positions + _currentQuote, _positions + _index.Count, (uint*)_places);
}
