using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.Execution;

/// <summary>Runs a predicate over a batch with the widest vectors there are, and gives a bit a row.</summary>
public static class RowFilter
{
    /// <summary>Number of mask words that <paramref name="rows"/> rows need.</summary>
    public static int Words(int rows) => (rows + 63) >> 6;

    /// <summary>Sets bit r of <paramref name="mask"/> for every row r that passes, and clears the rest of the last word.</summary>
    /// <typeparam name="TPredicate">A generated struct.</typeparam>
    /// <param name="predicate">The predicate.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="mask">Room for <see cref="Words"/> words.</param>
    public static void Run<TPredicate>(TPredicate predicate, int rows, Column<ulong> mask)
        where TPredicate : struct, IRowPredicate
    {
        switch (VectorWidth.Bits)
        {
            case 512:
                Run512(predicate, rows, mask);
                break;
            case 256:
                Run256(predicate, rows, mask);
                break;
            case 128:
                Run128(predicate, rows, mask);
                break;
            default:
                RunScalar(predicate, rows, mask);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run512<TPredicate>(TPredicate predicate, int rows, Column<ulong> mask)
        where TPredicate : struct, IRowPredicate
    {
        int step = TPredicate.Rows512;
        for (int word = 0; word < Words(rows); word++)
        {
            ulong bits = 0;
            int end = Math.Min(64, rows - (word << 6));
            for (int at = 0; at < end; at += step)
            {
                bits |= (ulong)predicate.Mask512((word << 6) + at) << at;
            }

            mask[word] = bits & Valid(end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run256<TPredicate>(TPredicate predicate, int rows, Column<ulong> mask)
        where TPredicate : struct, IRowPredicate
    {
        int step = TPredicate.Rows512 / 2;
        for (int word = 0; word < Words(rows); word++)
        {
            ulong bits = 0;
            int end = Math.Min(64, rows - (word << 6));
            for (int at = 0; at < end; at += step)
            {
                bits |= (ulong)predicate.Mask256((word << 6) + at) << at;
            }

            mask[word] = bits & Valid(end);
        }
    }

    private static void Run128<TPredicate>(TPredicate predicate, int rows, Column<ulong> mask)
        where TPredicate : struct, IRowPredicate
    {
        int step = TPredicate.Rows512 / 4;
        for (int word = 0; word < Words(rows); word++)
        {
            ulong bits = 0;
            int end = Math.Min(64, rows - (word << 6));
            for (int at = 0; at < end; at += step)
            {
                bits |= (ulong)predicate.Mask128((word << 6) + at) << at;
            }

            mask[word] = bits & Valid(end);
        }
    }

    private static void RunScalar<TPredicate>(TPredicate predicate, int rows, Column<ulong> mask)
        where TPredicate : struct, IRowPredicate
    {
        for (int word = 0; word < Words(rows); word++)
        {
            ulong bits = 0;
            int end = Math.Min(64, rows - (word << 6));
            for (int at = 0; at < end; at++)
            {
                bits |= (predicate.Test((word << 6) + at) ? 1ul : 0ul) << at;
            }

            mask[word] = bits;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Valid(int rows) => rows >= 64 ? ulong.MaxValue : (1ul << rows) - 1;
}
