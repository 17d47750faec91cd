using System.Runtime.CompilerServices;
using Compiled.Execution;
using Compiled.Memory;

namespace Compiled.Formats;

/// <content>Rows that a filter refuses once its columns are read: they are taken out of the block, and their other members are never looked at.</content>
public sealed unsafe partial class BinaryCursor
{
    private const int MaskBits = 64;

    // A vector behind the last index may be touched.
    private const int Padding = 16;

    // Pinned for as long as the cursor lives: the columns point into them.
    private ulong[]? _maskWords;
    private int[]? _selectedRows;
    private Column<ulong> _mask;
    private Column<int> _selected;

    private bool IsThinned => _blockRows < _blockRecords;

    /// <summary>
    /// Takes the rows out of the block that do not pass. After that <see cref="Keep{T}"/> is called for each column read so far that is still needed, and the others are read.
    /// Columns read before must not be dates or decimals, which may be malformed.
    /// </summary>
    /// <typeparam name="TPredicate">A generated struct.</typeparam>
    /// <param name="passes">The filter, over columns from <see cref="First"/> on.</param>
    /// <returns>How many rows were refused.</returns>
    public int Refuse<TPredicate>(TPredicate passes)
        where TPredicate : struct, IRowPredicate
    {
        if (_maskWords is null)
        {
            _mask = Allocate(RowFilter.Words(_mostBlockRecords), out _maskWords);
            _selected = Allocate(_mostBlockRecords, out _selectedRows);
        }

        RowFilter.Run(passes, _blockRecords, _mask);
        _blockRows = RowSelection.Of(_mask, _blockRecords, _selected);
        return _blockRecords - _blockRows;
    }

    /// <summary>Takes refused rows out of a column that was read before <see cref="Refuse"/>.</summary>
    public void Keep<T>(Column<T> column)
        where T : unmanaged
    {
        if (IsThinned)
        {
            Column<T> block = column.Slice(_first);
            RowSelection.Take(block, _selected, _blockRows, block);
        }
    }

    private static Column<T> Allocate<T>(int count, out T[] values)
        where T : unmanaged
    {
        values = GC.AllocateArray<T>(count + Padding, pinned: true);
        return new Column<T>((T*)Unsafe.AsPointer(ref values[0]), count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ReadSelected<T>(byte* p, nint stride, int* rows, nint count, T* output)
        where T : unmanaged
    {
        nint i = 0;
        for (; i + 4 <= count; i += 4)
        {
            output[i] = Unsafe.ReadUnaligned<T>(p + (rows[i] * stride));
            output[i + 1] = Unsafe.ReadUnaligned<T>(p + (rows[i + 1] * stride));
            output[i + 2] = Unsafe.ReadUnaligned<T>(p + (rows[i + 2] * stride));
            output[i + 3] = Unsafe.ReadUnaligned<T>(p + (rows[i + 3] * stride));
        }

        for (; i < count; i++)
        {
            output[i] = Unsafe.ReadUnaligned<T>(p + (rows[i] * stride));
        }
    }
}
