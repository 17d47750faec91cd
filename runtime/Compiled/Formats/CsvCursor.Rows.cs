using System.Runtime.CompilerServices;
using Compiled.Formats.ByteScan;

namespace Compiled.Formats;

/// <content>Blocks that are not regular: blank lines, rows with another number of fields, a last row without a line feed.</content>
public sealed unsafe partial class CsvCursor
{
    /// <summary>Walks the separators row by row and copies the bounds of the good rows; a row then has one entry more than fields.</summary>
    /// <returns>Bytes up to the last line feed.</returns>
    private int TakeIrregular(uint* positions, int newlines)
    {
        int stride = _fieldCount + 1;
        uint* bounds = ReserveBounds(newlines, stride);
        _fields = bounds;
        _stride = stride;
        _blockHasReturns = false;
        _blockAllReturns = true;
        uint* next = positions + 1;
        for (int n = 0; n < newlines; n++)
        {
            uint* first = next;
            while (_base[*next] != (byte)'\n')
            {
                next++;
            }

            next++;
            bounds = TakeRow(first, (int)(next - first), bounds);
        }

        return (int)next[-1];
    }

    /// <summary>Takes one row into the bounds, unless it is blank or malformed.</summary>
    /// <param name="separators">The row's separators; the entry before them is the separator before the row.</param>
    private uint* TakeRow(uint* separators, int fields, uint* bounds)
    {
        uint before = separators[-1];
        int length = (int)(separators[fields - 1] - before) - 1;
        byte* text = _base + before + 1;
        bool endsInReturn = length > 0 && text[length - 1] == (byte)'\r';
        if (fields == 1 && (length == 0 || (length == 1 && endsInReturn)))
        {
            return bounds;
        }

        if (fields != _fieldCount)
        {
            AddBadRow(text, length, -1, $"it has {fields} fields and not {_fieldCount}");
            return bounds;
        }

        _blockHasReturns |= endsInReturn;
        _blockAllReturns &= endsInReturn;
        new ReadOnlySpan<uint>(separators - 1, fields + 1).CopyTo(new Span<uint>(bounds, fields + 1));
        _blockRows++;
        return bounds + fields + 1;
    }

    /// <summary>No line feed was found: the last row of a segment, a row that is not all there yet, or one with far too many fields.</summary>
    private bool FindLastRow(ref SeparatorScan scan, ref int position)
    {
        if (scan.Scanned < scan.Length)
        {
            return SkipEndlessRow(scan.Start, scan.Length, ref position);
        }

        if (!_frame.IsFinal)
        {
            return false;
        }

        position += scan.Length;
        if (scan.InsideQuotes)
        {
            AddBadRow(scan.Start, scan.Length, -1, "a quoted field is not closed before the end of the input");
            return true;
        }

        uint* positions = scan.Positions;
        positions[scan.Count] = (uint)scan.Length + 1;
        uint* bounds = ReserveBounds(1, _fieldCount + 1);
        _fields = bounds;
        _stride = _fieldCount + 1;
        _blockHasQuotes = scan.AnyQuote;
        _blockHasReturns = false;
        _blockAllReturns = true;
        TakeRow(positions, scan.Count + 1, bounds);
        CheckUtf8(scan.NonAscii, scan.Start, scan.Length);
        return true;
    }

    /// <summary>Skips a row with more separators than could be stored, which is more than it may have.</summary>
    private bool SkipEndlessRow(byte* start, int left, ref int position)
    {
        int length = RowLength(new ReadOnlySpan<byte>(start, left));
        if (length < 0 && !_frame.IsFinal)
        {
            return false;
        }

        int row = length < 0 ? left : length;
        AddBadRow(start, row, -1, $"it has more than {_fieldCount} fields");
        position += Math.Min(row + 1, left);
        return true;
    }

    /// <summary>Bytes before the first line feed outside quotes, or -1.</summary>
    private static int RowLength(ReadOnlySpan<byte> text)
    {
        int at = 0;
        bool inside = false;
        while (true)
        {
            int next = inside ? text[at..].IndexOf((byte)'"') : text[at..].IndexOfAny((byte)'"', (byte)'\n');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (text[at] == (byte)'\n' && !inside)
            {
                return at;
            }

            inside = !inside;
            at++;
        }
    }

    private uint* ReserveBounds(int rows, int stride)
    {
        // One by one writes a vector at a time.
        if (_bounds.Length < ((long)rows * stride) + SeparatorScan.Step)
        {
            _bounds = GC.AllocateUninitializedArray<uint>(checked((rows * stride) + SeparatorScan.Step), pinned: true);
        }

        return (uint*)Unsafe.AsPointer(ref _bounds[0]);
    }
}
