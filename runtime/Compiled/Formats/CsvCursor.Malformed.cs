using Compiled.Memory;

namespace Compiled.Formats;

/// <content>Malformed rows.</content>
public sealed unsafe partial class CsvCursor
{
    private readonly BadRows _badRows = new();
    private int _droppedRows;

    /// <summary>Whether the block has malformed rows. Ask after all columns are read; then call <see cref="ReportMalformed"/> and <see cref="Drop{T}"/> for each column.</summary>
    public bool HasMalformed => _badRows.Any;

    /// <summary>Reports the malformed rows of the block.</summary>
    /// <exception cref="MalformedRowException">The policy is to fail.</exception>
    public void ReportMalformed() => _droppedRows = _badRows.Report(_malformed, in _frame, _blockRows);

    /// <summary>Takes the malformed rows of the block out of a column.</summary>
    public void Drop<T>(Column<T> column)
        where T : unmanaged => _badRows.Drop(column.Pointer + Count, _blockRows);

    private void AddBadRow(byte* start, int length, int row, string reason)
    {
        if (length > 0 && start[length - 1] == (byte)'\r')
        {
            length--;
        }

        _badRows.Add((int)(start - _frame.Start), length, row, reason);
    }

    private void AddBadField(int row, int column, byte* field, int length, string expectation)
    {
        FindBounds();
        uint* bounds = _fields + ((nint)row * _stride);
        int rowLength = (int)(bounds[_fieldCount] - bounds[0]) - 1;
        AddBadRow(_base + bounds[0] + 1, rowLength, row, $"column '{_columns[column].Name}' must be {expectation} and {BadRows.Found(field, length)}");
    }
}
