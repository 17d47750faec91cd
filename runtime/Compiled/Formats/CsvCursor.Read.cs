using System.Numerics;
using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.Formats;

/// <content>The loops that convert one column of a block.</content>
public sealed unsafe partial class CsvCursor
{
    private const int ManyOneByOne = 8;

    /// <summary>Reads a column that is never null; an empty field is malformed.</summary>
    /// <param name="column">Its index among the needed columns.</param>
    /// <param name="values">Where the values go, behind the rows of the batch so far.</param>
    /// <param name="parser">How a field is converted.</param>
    public void Read<T, TParser>(int column, Column<T> values, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T> => ReadValues(column, values.Pointer + Count, null, parser);

    /// <summary>Reads a column that may be null: an empty field, or the column is not there at all.</summary>
    /// <param name="column">Its index among the needed columns.</param>
    /// <param name="values">Where the values go; default where null.</param>
    /// <param name="hasValue">Whether there is a value.</param>
    /// <param name="parser">How a field is converted.</param>
    public void Read<T, TParser>(int column, Column<T> values, Column<bool> hasValue, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        if (_ordinals[column] >= 0)
        {
            ReadValues(column, values.Pointer + Count, hasValue.Pointer + Count, parser);
            return;
        }

        new Span<T>(values.Pointer + Count, _blockRows).Clear();
        new Span<bool>(hasValue.Pointer + Count, _blockRows).Clear();
    }

    private void ReadValues<T, TParser>(int column, T* output, bool* present, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        bool isLast = _ordinals[column] == _fieldCount - 1;
        bool someReturns = isLast && _blockHasReturns;
        bool byVector = _digits is not null && DigitFields.Has<TParser>();
        byte* staged = null;
        if (byVector && present == null)
        {
            staged = Staged(column, CsvLaneForm.Digits);
        }
        else
        {
            ReadBounds();
        }

        if (byVector && (!someReturns || _blockAllReturns))
        {
            ReadDigits(column, staged, someReturns ? 1 : 0, output, present, parser);
        }
        else if (present == null && !_blockHasQuotes && !someReturns)
        {
            ReadPlain(column, output, parser);
        }
        else
        {
            uint* field = _fields + _ordinals[column];
            for (int r = 0; r < _blockRows; r++, field += _stride)
            {
                ReadField(column, r, field, output, present, parser);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void ReadPlain<T, TParser>(int column, T* output, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        byte* text = _base + 1;
        uint* field = _fields + _ordinals[column];
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

    /// <summary>
    /// Numbers by vector: digits are staged, converted eight rows at a time, and what has another form (a sign, quotes, an exponent) is parsed one by one.
    /// Doubles of a column mostly have one scale; how many do not decides how the next ones are staged.
    /// </summary>
    /// <param name="lane">The digits, if they are staged already.</param>
    /// <param name="returns">1 if each of these fields is followed by a carriage return, else 0.</param>
    private void ReadDigits<T, TParser>(int column, byte* lane, int returns, T* output, bool* present, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        DigitStage stage = _digits!;
        if (lane != null && DigitFields.TryConvertLane<T, TParser>(lane, stage, _blockRows, output, _scales[column]))
        {
            return;
        }

        for (int first = 0; first < _blockRows; first += DigitStage.Rows)
        {
            int rows = Math.Min(DigitStage.Rows, _blockRows - first);
            int scale = _scales[column];
            byte* digits = stage.Digits;
            bool isStaged = true;
            StagedFields fields = default;
            if (lane != null)
            {
                digits = lane + (first * CsvLaneSet.RowBytes);
                DigitFields.CloseStaged<TParser>(stage, digits, rows, scale);
            }
            else
            {
                fields = FieldsOf(column, first, rows, returns, present != null);
                isStaged = DigitFields.Stage<TParser>(stage, fields, scale);
            }

            int oneByOne = lane != null
                ? ConvertStaged<T, TParser, LaneRows>(column, digits, isStaged, first, rows, in fields, output, present, parser)
                : ConvertStaged<T, TParser, PackedRows>(column, digits, isStaged, first, rows, in fields, output, present, parser);

            if (typeof(TParser) == typeof(DoubleField))
            {
                _scales[column] = NextScale(stage, scale, isStaged, rows, oneByOne);
            }
        }
    }

    private StagedFields FieldsOf(int column, int first, int rows, int returns, bool takesEmpty)
    {
        uint* field = _fields + _ordinals[column] + (first * (nint)_stride);
        bool quoted = _blockHasQuotes && _base[field[0] + 1] == (byte)'"';
        return new StagedFields(_base, field, _stride, rows, (uint)returns, quoted, takesEmpty);
    }

    /// <summary>Converts staged rows, and by themselves those that are not just digits.</summary>
    /// <returns>How many were converted by themselves.</returns>
    private int ConvertStaged<T, TParser, TRows>(int column, byte* digits, bool isStaged, int first, int rows, in StagedFields fields, T* output, bool* present, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
        where TRows : struct, IStagedRows
    {
        int oneByOne = 0;
        for (int part = 0; part < rows; part += DigitKernels512.Rows)
        {
            int partRows = Math.Min(DigitKernels512.Rows, rows - part);
            T* values = output + first + part;
            ulong rest = isStaged ? DigitFields.Convert<T, TParser, TRows>(_digits!, digits, part, partRows, values, _scales[column]) : ulong.MaxValue;
            if (present != null)
            {
                MarkPresent(fields, part, partRows, values, present + first + part);
            }

            rest &= ulong.MaxValue >> (64 - partRows);
            oneByOne += BitOperations.PopCount(rest);
            if (rest != 0)
            {
                FindBounds();
            }

            for (; rest != 0; rest &= rest - 1)
            {
                int row = first + part + BitOperations.TrailingZeroCount(rest);
                ReadField(column, row, _fields + _ordinals[column] + (row * (nint)_stride), output, present, parser);
            }
        }

        return oneByOne;
    }

    private static int NextScale(DigitStage stage, int scale, bool staged, int rows, int oneByOne)
    {
        if (scale == DigitFields.MixedScale)
        {
            return staged ? stage.CommonScale(rows) ?? scale : scale;
        }

        return oneByOne > rows / ManyOneByOne ? DigitFields.MixedScale : scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MarkPresent<T>(in StagedFields fields, int first, int rows, T* output, bool* present)
        where T : unmanaged
    {
        nint stride = fields.Stride;
        uint* bounds = fields.Bounds + (first * stride);
        uint empty = fields.Gap;
        for (int r = 0; r < rows; r++, bounds += stride)
        {
            bool there = bounds[1] - bounds[0] != empty;
            present[r] = there;
            output[r] = there ? output[r] : default;
        }
    }

    /// <summary>Reads one field with all that may be around it.</summary>
    private void ReadField<T, TParser>(int column, int row, uint* field, T* output, bool* present, TParser parser)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        byte* p = _base + field[0] + 1;
        int length = (int)(field[1] - field[0]) - 1;
        Trim(ref p, ref length, _ordinals[column] == _fieldCount - 1);
        if (present != null)
        {
            present[row] = length != 0;
            if (length == 0)
            {
                output[row] = default;
                return;
            }
        }

        if (!parser.TryParse(p, length, out output[row]))
        {
            AddBadField(row, column, p, length, parser.Expectation);
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
