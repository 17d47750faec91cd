using System.Numerics;
using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.Formats;

/// <content>The loops that convert one column of a block.</content>
public sealed unsafe partial class CsvCursor
{
    /// <summary>Reads a column that is never null; an empty field is malformed.</summary>
    /// <param name="column">Its index among the needed columns.</param>
    /// <param name="values">Where the values go, behind the rows of the batch so far.</param>
    /// <param name="parser">How a field is converted.</param>
    public void Read<T, TParser>(int column, Column<T> values, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        int ordinal = _ordinals[column];
        if (NeedsTrim(ordinal))
        {
            ReadTrimmed(column, ordinal, values.Pointer + Count, parser);
        }
        else if (_digits is not null && DigitFields.Has<TParser>())
        {
            ReadDigits(column, ordinal, values.Pointer + Count, parser);
        }
        else
        {
            ReadPlain(column, ordinal, values.Pointer + Count, parser);
        }
    }

    /// <summary>Reads a column that may be null: an empty field, or the column is not there at all.</summary>
    /// <param name="column">Its index among the needed columns.</param>
    /// <param name="values">Where the values go; default where null.</param>
    /// <param name="hasValue">Whether there is a value.</param>
    /// <param name="parser">How a field is converted.</param>
    public void Read<T, TParser>(int column, Column<T> values, Column<bool> hasValue, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        int ordinal = _ordinals[column];
        T* output = values.Pointer + Count;
        bool* present = hasValue.Pointer + Count;
        if (ordinal < 0)
        {
            new Span<T>(output, _blockRows).Clear();
            new Span<bool>(present, _blockRows).Clear();
            return;
        }

        bool trim = NeedsTrim(ordinal);
        bool isLast = ordinal == _fieldCount - 1;
        uint* field = _fields + ordinal;
        for (int r = 0; r < _blockRows; r++, field += _stride)
        {
            byte* p = _base + field[0] + 1;
            int length = (int)(field[1] - field[0]) - 1;
            if (trim)
            {
                Trim(ref p, ref length, isLast);
            }

            T value = default;
            present[r] = length != 0;
            if (length != 0 && !parser.TryParse(p, length, out value))
            {
                AddBadField(r, column, p, length, parser.Expectation);
            }

            output[r] = value;
        }
    }

    /// <summary>Whether fields of this column may have quotes around them or a carriage return behind.</summary>
    private bool NeedsTrim(int ordinal) => _blockHasQuotes || (_blockHasReturns && ordinal == _fieldCount - 1);

    private void ReadPlain<T, TParser>(int column, int ordinal, T* output, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        byte* text = _base + 1;
        uint* field = _fields + ordinal;
        nint stride = _stride;
        int rows = _blockRows;
        for (int r = 0; r < rows; r++, field += stride)
        {
            byte* p = text + field[0];
            int length = (int)(field[1] - field[0]) - 1;
            if (!parser.TryParse(p, length, out output[r]))
            {
                AddBadField(r, column, p, length, parser.Expectation);
            }
        }
    }

    /// <summary>Numbers by vector: digits are staged, converted eight rows at a time, and what has another form is parsed one by one.</summary>
    private void ReadDigits<T, TParser>(int column, int ordinal, T* output, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        uint* field = _fields + ordinal;
        for (int first = 0; first < _blockRows; first += DigitStage.Rows)
        {
            int rows = Math.Min(DigitStage.Rows, _blockRows - first);
            ulong rest = DigitFields.Convert<T, TParser>(_digits!, _base, field, _stride, rows, output + first, ref _scales[column]);
            for (rest &= ulong.MaxValue >> (64 - rows); rest != 0; rest &= rest - 1)
            {
                int r = BitOperations.TrailingZeroCount(rest);
                uint* bounds = field + (r * (nint)_stride);
                byte* p = _base + bounds[0] + 1;
                int length = (int)(bounds[1] - bounds[0]) - 1;
                if (!parser.TryParse(p, length, out output[first + r]))
                {
                    AddBadField(first + r, column, p, length, parser.Expectation);
                }
            }

            field += rows * (nint)_stride;
        }
    }

    private void ReadTrimmed<T, TParser>(int column, int ordinal, T* output, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        bool isLast = ordinal == _fieldCount - 1;
        uint* field = _fields + ordinal;
        for (int r = 0; r < _blockRows; r++, field += _stride)
        {
            byte* p = _base + field[0] + 1;
            int length = (int)(field[1] - field[0]) - 1;
            Trim(ref p, ref length, isLast);
            if (!parser.TryParse(p, length, out output[r]))
            {
                AddBadField(r, column, p, length, parser.Expectation);
            }
        }
    }

    /// <summary>Takes off the carriage return of the row's end, then the quotes around the field.</summary>
    /// <returns>Whether there were quotes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Trim(ref byte* p, ref int length, bool isLast)
    {
        if (isLast && length > 0 && p[length - 1] == (byte)'\r')
        {
            length--;
        }

        if (length >= 2 && *p == (byte)'"' && p[length - 1] == (byte)'"')
        {
            p++;
            length -= 2;
            return true;
        }

        return false;
    }
}
