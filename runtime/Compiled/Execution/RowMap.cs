using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Execution;

/// <summary>Computes a value for every row of a batch with the widest vectors there are.</summary>
public static class RowMap
{
    /// <summary>Sets element r of <paramref name="into"/> to the value of row r; elements behind the last row, up to a whole vector, become unspecified.</summary>
    /// <typeparam name="TMap">A generated struct.</typeparam>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="map">How a value is computed.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="into">Room for so many values.</param>
    public static void Run<TMap, T>(TMap map, int rows, Column<T> into)
        where TMap : struct, IRowMap<T>
        where T : unmanaged
    {
        switch (VectorWidth.Bits)
        {
            case 512:
                Run512(map, rows, into);
                break;
            case 256:
                Run256(map, rows, into);
                break;
            case 128:
                Run128(map, rows, into);
                break;
            default:
                RunScalar(map, rows, into);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run512<TMap, T>(TMap map, int rows, Column<T> into)
        where TMap : struct, IRowMap<T>
        where T : unmanaged
    {
        for (int row = 0; row < rows; row += Vector512<T>.Count)
        {
            into.Store512(row, map.Value512(row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run256<TMap, T>(TMap map, int rows, Column<T> into)
        where TMap : struct, IRowMap<T>
        where T : unmanaged
    {
        for (int row = 0; row < rows; row += Vector256<T>.Count)
        {
            into.Store256(row, map.Value256(row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run128<TMap, T>(TMap map, int rows, Column<T> into)
        where TMap : struct, IRowMap<T>
        where T : unmanaged
    {
        for (int row = 0; row < rows; row += Vector128<T>.Count)
        {
            into.Store128(row, map.Value128(row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunScalar<TMap, T>(TMap map, int rows, Column<T> into)
        where TMap : struct, IRowMap<T>
        where T : unmanaged
    {
        for (int row = 0; row < rows; row++)
        {
            into[row] = map.Value(row);
        }
    }
}
