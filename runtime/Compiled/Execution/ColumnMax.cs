using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Execution;

/// <summary>The greatest value of a column: what a watermark needs of a batch.</summary>
public static class ColumnMax
{
    /// <summary>The greatest of the first <paramref name="rows"/> values; <see cref="long.MinValue"/> if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static long Of(Column<long> column, int rows)
    {
        long greatest = long.MinValue;
        int row = 0;
        if (VectorWidth.Bits >= 512)
        {
            Vector512<long> all = Vector512.Create(long.MinValue);
            for (; row <= rows - 8; row += 8)
            {
                all = Vector512.Max(all, column.Load512(row));
            }

            for (int lane = 0; lane < 8; lane++)
            {
                greatest = Math.Max(greatest, all.GetElement(lane));
            }
        }

        for (; row < rows; row++)
        {
            greatest = Math.Max(greatest, column[row]);
        }

        return greatest;
    }
}
