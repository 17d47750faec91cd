using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Formats;

/// <content>Text columns: slices of the frame, or of scratch memory where quotes had to be undoubled.</content>
public sealed unsafe partial class CsvCursor
{
    /// <summary>Reads a text column that is never null; an empty field is an empty text.</summary>
    /// <param name="column">Its index among the needed columns.</param>
    /// <param name="values">Where the texts go, behind the rows of the batch so far.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void ReadText(int column, Column<Utf8Slice> values)
    {
        ReadBounds();
        int ordinal = _ordinals[column];
        Utf8Slice* output = values.Pointer + Count;
        if (_blockNeedsUtf8Checks || _blockHasQuotes || (_blockHasReturns && ordinal == _fieldCount - 1))
        {
            ReadCheckedText(column, ordinal, 0, _blockRows, output, null);
            return;
        }

        byte* text = _base + 1;
        uint* field = _fields + ordinal;
        nint stride = _stride;
        int rows = _blockRows;
        for (Utf8Slice* end = output + rows; output < end; output++, field += stride)
        {
            *output = new Utf8Slice(text + field[0], (int)(field[1] - field[0]) - 1);
        }
    }

    /// <summary>Reads a text column that is never null in another form than slices; an empty field is an empty text.</summary>
    /// <typeparam name="T">Element type of the column.</typeparam>
    /// <typeparam name="TForm">What is made of a text.</typeparam>
    /// <param name="column">Its index among the needed columns.</param>
    /// <param name="values">Where the values go, behind the rows of the batch so far.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void ReadText<T, TForm>(int column, Column<T> values)
        where T : unmanaged
        where TForm : struct, ITextForm<T>
    {
        int ordinal = _ordinals[column];
        T* output = values.Pointer + Count;
        if (TryCopyText<T, TForm>(column, output))
        {
            return;
        }

        if (_blockNeedsUtf8Checks || _blockHasQuotes || (_blockHasReturns && ordinal == _fieldCount - 1))
        {
            ReadCheckedText<T, TForm>(column, ordinal, output);
            return;
        }

        byte* text = _base + 1;
        uint* field = _fields + ordinal;
        nint stride = _stride;
        int rows = _blockRows;
        for (T* end = output + rows; output < end; output++, field += stride)
        {
            TForm.Set(out *output, new Utf8Slice(text + field[0], (int)(field[1] - field[0]) - 1));
        }
    }

    private bool TryCopyText<T, TForm>(int column, T* output)
        where T : unmanaged
        where TForm : struct, ITextForm<T>
    {
        if (TForm.Layout == TextLayout.Other)
        {
            ReadBounds();
            return false;
        }

        byte* staged = Staged(column, TForm.Layout == TextLayout.AtTopOf8 ? CsvLaneForm.Word : CsvLaneForm.Key);
        if (staged == null)
        {
            return false;
        }

        CsvLaneSet.Copy(staged, _blockRows, output);
        return true;
    }

    /// <summary>Checked a part of the block at a time as slices, which are then turned into what is wanted.</summary>
    private void ReadCheckedText<T, TForm>(int column, int ordinal, T* output)
        where T : unmanaged
        where TForm : struct, ITextForm<T>
    {
        const int part = 64;
        Utf8Slice* slices = stackalloc Utf8Slice[part];
        for (int first = 0; first < _blockRows; first += part)
        {
            int rows = Math.Min(part, _blockRows - first);
            ReadCheckedText(column, ordinal, first, rows, slices, null);
            for (int r = 0; r < rows; r++)
            {
                TForm.Set(out output[first + r], slices[r]);
            }
        }
    }

    /// <summary>Reads a text column that may be null: an empty field without quotes, or the column is not there at all.</summary>
    /// <param name="column">Its index among the needed columns.</param>
    /// <param name="values">Where the texts go; empty where null.</param>
    /// <param name="hasValue">Whether there is a text.</param>
    public void ReadText(int column, Column<Utf8Slice> values, Column<bool> hasValue)
    {
        int ordinal = _ordinals[column];
        Utf8Slice* output = values.Pointer + Count;
        bool* present = hasValue.Pointer + Count;
        if (ordinal < 0)
        {
            new Span<Utf8Slice>(output, _blockRows).Clear();
            new Span<bool>(present, _blockRows).Clear();
            return;
        }

        ReadBounds();
        ReadCheckedText(column, ordinal, 0, _blockRows, output, present);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void ReadCheckedText(int column, int ordinal, int first, int rows, Utf8Slice* output, bool* present)
    {
        bool isLast = ordinal == _fieldCount - 1;
        bool oneByOne = _blockNeedsUtf8Checks || !Vector256.IsHardwareAccelerated;
        uint* field = _fields + ordinal + ((nint)first * _stride);
        for (int r = 0; r < rows; r++, field += _stride)
        {
            byte* p = _base + field[0] + 1;
            int length = (int)(field[1] - field[0]) - 1;
            length -= isLast && length > 0 && p[length - 1] == (byte)'\r' ? 1 : 0;
            if (present != null)
            {
                present[r] = length > 0;
            }

            if (oneByOne || !TryReadShort(p, length, output + r))
            {
                ReadCheckedField(column, first + r, p, length, output + r);
            }
        }
    }

    /// <summary>
    /// A text of less than a vector without doubled quotes: the first quote from the text on is the one that closes it, or lies behind it if there are none around it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadShort(byte* p, int length, Utf8Slice* output)
    {
        int opening = *p == (byte)'"' && length > 0 ? 1 : 0;
        p += opening;
        length -= 2 * opening;
        *output = new Utf8Slice(p, length);
        uint quotes = Vector256.Equals(Vector256.Load(p), Vector256.Create((byte)'"')).ExtractMostSignificantBits();
        int first = BitOperations.TrailingZeroCount(quotes);
        return (uint)length < Vector256<byte>.Count && (opening == 0 ? first >= length : first == length);
    }

    private void ReadCheckedField(int column, int row, byte* p, int length, Utf8Slice* output)
    {
        bool quoted = Trim(ref p, ref length, isLast: false);
        string? fault = CheckText(ref p, ref length, quoted);
        if (fault is not null)
        {
            AddBadField(row, column, p, length, fault);
            length = 0;
        }

        *output = new Utf8Slice(p, length);
    }

    /// <summary>Undoubles quotes and validates; returns what the field must be if it is not.</summary>
    private string? CheckText(ref byte* p, ref int length, bool quoted)
    {
        if (_blockNeedsUtf8Checks && !Utf8Validation.IsValid(p, length))
        {
            return "valid UTF-8";
        }

        if (!_blockHasQuotes)
        {
            return null;
        }

        int quote = new ReadOnlySpan<byte>(p, length).IndexOf((byte)'"');
        if (quote < 0)
        {
            return null;
        }

        return quoted && TryUnescape(ref p, ref length, quote) ? null : "in quotes as a whole, with quotes inside doubled, if it has quotes";
    }

    private bool TryUnescape(ref byte* p, ref int length, int quote)
    {
        byte* target = _scratch.Reserve(length);
        int written = 0;
        var rest = new ReadOnlySpan<byte>(p, length);
        while (quote >= 0)
        {
            if (quote + 1 >= rest.Length || rest[quote + 1] != (byte)'"')
            {
                return false;
            }

            rest[..(quote + 1)].CopyTo(new Span<byte>(target + written, quote + 1));
            written += quote + 1;
            rest = rest[(quote + 2)..];
            quote = rest.IndexOf((byte)'"');
        }

        rest.CopyTo(new Span<byte>(target + written, rest.Length));
        p = target;
        length = written + rest.Length;
        _scratch.Commit(length);
        return true;
    }
}
