using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Compiled.Memory;

namespace Compiled.Execution;

/// <summary>Rows of a batch by their indexes, ascending: what is left after a filter, column by column. Not for users' code.</summary>
public static unsafe class RowSelection
{
    /// <summary>Indexes of the rows whose bit is set.</summary>
    /// <param name="mask">A bit a row, as <see cref="RowFilter"/> gives it.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="selected">Room for so many indexes.</param>
    /// <returns>Number of indexes.</returns>
    public static int Of(Column<ulong> mask, int rows, Column<int> selected) =>
        VectorWidth.Bits == 512 && Avx512F.IsSupported ? Of512(mask, rows, selected) : OfEach(mask, rows, selected);

    // How many bits a word has is not known before, so a loop over them ends with a jump that was not foreseen; here there is none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Of512(Column<ulong> mask, int rows, Column<int> selected)
    {
        int* next = selected.Pointer;
        Vector512<int> lanes = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        Vector512<int> numbers = Vector512<int>.Indices;
        Vector512<int> step = Vector512.Create(Vector512<int>.Count);
        ushort* bits = (ushort*)mask.Pointer;
        for (int row = 0; row < rows; row += Vector512<int>.Count, bits++)
        {
            int part = *bits;
            Vector512<int> isClear = Vector512.Equals(Vector512.Create(part) & lanes, Vector512<int>.Zero);
            PackedLanes.Of(~isClear, numbers).Store(next);
            next += BitOperations.PopCount((uint)part);
            numbers += step;
        }

        return (int)(next - selected.Pointer);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int OfEach(Column<ulong> mask, int rows, Column<int> selected)
    {
        int* next = selected.Pointer;
        int words = RowFilter.Words(rows);
        for (int word = 0; word < words; word++)
        {
            int row = word << 6;
            for (ulong bits = mask[word]; bits != 0; bits &= bits - 1)
            {
                *next++ = row + BitOperations.TrailingZeroCount(bits);
            }
        }

        return (int)(next - selected.Pointer);
    }

    /// <summary>Indexes of the values that are greater than <paramref name="limit"/>.</summary>
    /// <param name="values">The values, for example starts of windows.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="limit">What they are compared with.</param>
    /// <param name="selected">Room for so many indexes.</param>
    /// <returns>Number of indexes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Above(Column<long> values, int count, long limit, Column<int> selected)
    {
        int found = 0;
        for (int i = 0; i < count; i++)
        {
            selected[found] = i;
            found += values[i] > limit ? 1 : 0;
        }

        return found;
    }

    /// <summary>Copies the selected rows of a column.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="column">Where values are read.</param>
    /// <param name="selected">Indexes, ascending.</param>
    /// <param name="count">Number of indexes.</param>
    /// <param name="into">Where the values go, from the first element on; may be the same column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Take<T>(Column<T> column, Column<int> selected, int count, Column<T> into)
        where T : unmanaged
    {
        T* source = column.Pointer;
        T* target = into.Pointer;
        int* rows = selected.Pointer;
        for (nint i = 0; i < count; i++)
        {
            target[i] = source[rows[i]];
        }
    }
}
