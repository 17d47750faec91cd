using System.Runtime.CompilerServices;
using Compiled.Formats.ByteScan;

namespace Compiled.Formats;

/// <content>Blocks of short rows without quotes: rows are cut in registers, and bounds of fields are found only if a column asks for them.</content>
public sealed unsafe partial class CsvCursor
{
    private const int BlocksBetweenTrials = 16;
    private readonly CsvLanes? _lanes;
    private int _blocksUntilTrial;
    private bool _hasTinyRows;

    // A block of short rows: where each row starts, relative to _base + 1. Then _fields is null until it is asked for.
    private bool _isShort;

    private bool MayBeShort => _lanes is not null && !_blockHasQuotes && _fieldCount is >= 2 and < SeparatorScan.Step && _lanes.Pay && _blocksUntilTrial-- <= 0;

    private uint* ShortRows => (uint*)Unsafe.AsPointer(ref _positions[0]);

    /// <summary>Takes the next rows as short ones; false if they are not, or have anything that is not usual, and nothing has happened.</summary>
    private bool FindShortRows(ref int position)
    {
        byte* start = _frame.Start + position;
        uint* rows = ShortRows;
        var scan = new SeparatorScan
        {
            Start = start,
            Length = _frame.Length - position,
            SoftLimit = CsvLaneSet.BlockBytes,
            MaxNewlines = Math.Min(_batchRows - Count, CsvLaneSet.Rows),
            Positions = rows + 1,
            Capacity = _positions.Length - 2,
        };
        if (_hasTinyRows || !LineScan512.TryRunSparse(ref scan))
        {
            _hasTinyRows = true;
            LineScan512.Run(ref scan);
        }

        int count = Math.Min(scan.Newlines, scan.MaxNewlines);
        if (scan.AnyQuote)
        {
            return false;
        }

        if (count == 0)
        {
            // A row longer than the block, or only the end of the frame.
            return scan.Scanned < scan.Length && LeaveShortRows();
        }

        _base = start - 1;
        _fields = rows;
        _stride = 1;
        _blockRows = count;
        FindReturns();
        if ((_blockHasReturns && !_blockAllReturns) || !_lanes!.Cut(start, rows, count, _delimiter, _fieldCount, _ordinals, _blockHasReturns))
        {
            return LeaveShortRows();
        }

        CheckUtf8(scan.NonAscii, start, (int)rows[count]);
        if (_blockNeedsUtf8Checks)
        {
            return LeaveShortRows();
        }

        _isShort = true;
        _blocksUntilTrial = 0;
        _fields = null;
        _stride = _fieldCount + 1;
        position += (int)rows[count];
        return true;
    }

    private bool LeaveShortRows()
    {
        _blockRows = 0;
        _blocksUntilTrial = BlocksBetweenTrials;
        return false;
    }

    /// <summary>The staged fields of a column, or null if there are none; then the column is read by the bounds of its fields.</summary>
    private byte* Staged(int column, CsvLaneForm form)
    {
        int lane = _lanes is null ? -1 : _lanes.Find(column, form);
        if (lane >= 0 && _isShort)
        {
            return _lanes!.Start(lane);
        }

        FindBounds();
        return null;
    }

    private void ReadBounds()
    {
        _lanes?.AskForBounds();
        FindBounds();
    }

    private void FindBounds()
    {
        if (_fields == null)
        {
            _fields = ReserveBounds(_blockRows, _stride);
            CsvCut512.WriteBounds(_base + 1, ShortRows, _blockRows, _delimiter, _fieldCount, _fields);
        }
    }

    /// <summary>Takes rows that are not to be kept out of a block of short ones.</summary>
    private void RefuseShort(ReadOnlySpan<bool> keeps)
    {
        uint* rows = ShortRows;
        int kept = 0;
        for (int row = 0; row < _blockRows; row++)
        {
            rows[kept] = rows[row];
            kept += keeps[row] ? 1 : 0;
        }

        _lanes!.Keep(keeps[.._blockRows]);
        _fields = null;
    }
}
