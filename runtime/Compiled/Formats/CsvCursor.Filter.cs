using Compiled.Memory;

namespace Compiled.Formats;

/// <content>Rows that a filter refuses once its columns are read: they are taken out of the block, and their other fields are never looked at.</content>
public sealed unsafe partial class CsvCursor
{
    private bool[]? _keeps;
    private int _rowsBefore;

    /// <summary>Rows of the current block.</summary>
    public int BlockRows => _blockRows;

    /// <summary>For each row of the block, whether the filter lets it pass: set by the caller before <see cref="Refuse"/>.</summary>
    public Span<bool> Keeps => _keeps ??= new bool[_batchRows];

    /// <summary>
    /// Takes the rows out of the block that are not to be kept. A row with a field that could not be converted stays, since it is malformed. After that <see cref="Keep{T}"/> is called
    /// for each column read so far, and the others are read.
    /// </summary>
    /// <returns>How many rows were refused.</returns>
    public int Refuse()
    {
        _rowsBefore = _blockRows;
        Span<bool> keeps = Keeps;
        _badRows.KeepIn(keeps);
        int refused = keeps[.._blockRows].Count(false);
        if (refused == 0)
        {
            return 0;
        }

        _badRows.Renumber(keeps);
        if (_isShort)
        {
            RefuseShort(keeps);
            _blockRows -= refused;
            return refused;
        }

        int stride = _fieldCount + 1;
        uint* bounds = ReserveBounds(_blockRows, stride);
        uint* from = _fields;
        uint* to = bounds;

        // In place if the rows lie there already: they only move to the front.
        for (int row = 0; row < _blockRows; row++, from += _stride)
        {
            if (keeps[row])
            {
                for (int i = 0; i < stride; i++)
                {
                    to[i] = from[i];
                }

                to += stride;
            }
        }

        _fields = bounds;
        _stride = stride;
        _blockRows -= refused;
        return refused;
    }

    /// <summary>Takes refused rows out of a column that was read before <see cref="Refuse"/>.</summary>
    public void Keep<T>(Column<T> column)
        where T : unmanaged
    {
        if (_blockRows == _rowsBefore)
        {
            return;
        }

        ReadOnlySpan<bool> keeps = Keeps;
        T* rows = column.Pointer + Count;
        int kept = 0;
        for (int row = 0; row < _rowsBefore; row++)
        {
            rows[kept] = rows[row];
            kept += keeps[row] ? 1 : 0;
        }
    }
}
