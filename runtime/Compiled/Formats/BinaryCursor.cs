using System.Runtime.CompilerServices;
using Compiled.Execution;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// Reads records of a fixed size: little-endian members at fixed offsets. What generated decoders call; not thread-safe. A segment that ends within a record has a malformed last row.
/// </summary>
public sealed unsafe partial class BinaryCursor
{
    /// <summary>Bytes of a block: every member is taken out of them in a pass of its own while the nearest cache holds them.</summary>
    private const int BlockBytes = 16 * 1024;

    private readonly int _recordBytes;
    private readonly int _batchRows;
    private readonly int _mostBlockRecords;
    private readonly MalformedRows _malformed;
    private readonly bool _usesLanes;
    private readonly BadRows _badRows = new();
    private Frame _frame;
    private byte* _records;
    private int _recordsLeft;
    private int _blockRecords;
    private int _blockRows;
    private int _first;
    private int _droppedRows;

    /// <summary>A cursor for one input.</summary>
    /// <param name="recordBytes">Size of a record in bytes.</param>
    /// <param name="batchRows">Capacity of the columns.</param>
    /// <param name="malformed">Where a truncated record is reported.</param>
    public BinaryCursor(int recordBytes, int batchRows, MalformedRows malformed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recordBytes);
        _recordBytes = recordBytes;
        _usesLanes = VectorWidth.Bits == 512 && RecordLanes512.Supports(recordBytes);
        _batchRows = batchRows;
        _mostBlockRecords = Math.Max(MaskBits, BlockBytes / recordBytes / MaskBits * MaskBits);
        _malformed = malformed;
    }

    /// <summary>Rows of the batch that were read, without refused and dropped ones.</summary>
    public int Count => _first + _blockRows - _droppedRows;

    /// <summary>Index in the columns of the block's first row.</summary>
    public int First => _first;

    /// <summary>Whether the batch has malformed rows. Ask after all columns are read; then call <see cref="ReportMalformed"/> and <see cref="Drop{T}"/> for each column.</summary>
    public bool HasMalformed => _badRows.Any;

    /// <summary>Takes the next records, as many as the columns hold. They are read block by block: see <see cref="NextBlock"/>.</summary>
    /// <param name="position">First byte to look at, relative to the frame; moved behind the records.</param>
    /// <returns>False if no whole record is left.</returns>
    public bool NextBatch(in Frame frame, ref int position)
    {
        int left = frame.Length - position;
        _frame = frame;
        _records = frame.Start + position;
        _first = 0;
        _blockRecords = 0;
        _blockRows = 0;
        _droppedRows = 0;
        _badRows.Clear();
        _recordsLeft = Math.Min(left / _recordBytes, _batchRows);
        if (_recordsLeft == 0)
        {
            if (left > 0 && frame.IsFinal)
            {
                _malformed.Report(frame, position, left, $"the input ends after {left} of {_recordBytes} bytes of a record");
                position = frame.Length;
            }

            return false;
        }

        position += _recordsLeft * _recordBytes;
        return true;
    }

    /// <summary>Goes on to the next records of the batch, few enough to stay in the nearest cache while their members are read. Their rows follow those of the block before.</summary>
    /// <returns>False if there is none left.</returns>
    public bool NextBlock()
    {
        _first += _blockRows;
        _records += (nint)_blockRecords * _recordBytes;
        _recordsLeft -= _blockRecords;
        _blockRecords = Math.Min(_recordsLeft, _mostBlockRecords);
        _blockRows = _blockRecords;
        return _blockRecords > 0;
    }

    /// <summary>Reports the malformed rows of the batch.</summary>
    /// <exception cref="MalformedRowException">The policy is to fail.</exception>
    public void ReportMalformed() => _droppedRows = _badRows.Report(_malformed, in _frame, Count);

    /// <summary>Takes the malformed rows of the batch out of a column.</summary>
    public void Drop<T>(Column<T> column)
        where T : unmanaged => _badRows.Drop(column.Pointer, Count + _droppedRows);

    /// <summary>Copies a member of every row of the block.</summary>
    /// <param name="offset">Its place in the record.</param>
    public void Read<T>(int offset, Column<T> values)
        where T : unmanaged
    {
        byte* p = _records + offset;
        T* output = values.Pointer + _first;
        if (IsThinned)
        {
            ReadSelected(p, _recordBytes, _selected.Pointer, _blockRows, output);
            return;
        }

        int read = 0;
        if (_usesLanes && sizeof(T) == sizeof(long))
        {
            read = RecordLanes512.Read(p, _recordBytes, _blockRows, (long*)output);
        }
        else if (_usesLanes && sizeof(T) == sizeof(int))
        {
            read = RecordLanes512.Read(p, _recordBytes, _blockRows, (int*)output);
        }

        ReadEach(p, _recordBytes, read, _blockRows, output);
    }

    /// <summary>Reads a truth value of one byte: 0 is false, everything else true.</summary>
    public void ReadBoolean(int offset, Column<bool> values)
    {
        for (int r = 0; r < _blockRows; r++)
        {
            values[_first + r] = Record(r)[offset] != 0;
        }
    }

    /// <summary>Reads a decimal of 16 bytes as <see cref="decimal.GetBits(decimal)"/> orders them: low, middle, high, flags.</summary>
    public void ReadDecimal(int offset, Column<decimal> values)
    {
        for (int r = 0; r < _blockRows; r++)
        {
            byte* p = Record(r) + offset;
            int flags = Unsafe.ReadUnaligned<int>(p + 12);
            int scale = (flags >> 16) & 0xFF;
            values[_first + r] = 0;
            if ((flags & 0x7F00FFFF) != 0 || scale > 28)
            {
                AddBad(r, offset, "a decimal with a scale of 0 to 28");
                continue;
            }

            values[_first + r] = new decimal(Unsafe.ReadUnaligned<int>(p), Unsafe.ReadUnaligned<int>(p + 4), Unsafe.ReadUnaligned<int>(p + 8), flags < 0, (byte)scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ReadEach<T>(byte* p, nint stride, int from, int rows, T* output)
        where T : unmanaged
    {
        p += from * stride;
        int r = from;
        for (; r + 4 <= rows; r += 4, p += 4 * stride)
        {
            output[r] = Unsafe.ReadUnaligned<T>(p);
            output[r + 1] = Unsafe.ReadUnaligned<T>(p + stride);
            output[r + 2] = Unsafe.ReadUnaligned<T>(p + (2 * stride));
            output[r + 3] = Unsafe.ReadUnaligned<T>(p + (3 * stride));
        }

        for (; r < rows; r++, p += stride)
        {
            output[r] = Unsafe.ReadUnaligned<T>(p);
        }
    }

    private byte* Record(int row) => _records + ((nint)(IsThinned ? _selected[row] : row) * _recordBytes);

    private void AddBad(int row, int offset, string expectation) =>
        _badRows.Add((int)(Record(row) - _frame.Start), _recordBytes, _first + row, $"the member at byte {offset} of the record must be {expectation}");
}
