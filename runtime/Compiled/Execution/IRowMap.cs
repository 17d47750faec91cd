using System.Runtime.Intrinsics;

namespace Compiled.Execution;

/// <summary>
/// A value computed from numeric columns, in scalar and vector form; generated as a struct, so that <see cref="RowMap"/> is specialised to it.
/// All forms give the same value, bit for bit: integers wrap, and floating point is rounded after every operation.
/// </summary>
/// <typeparam name="T">A number of 4 or 8 bytes.</typeparam>
public interface IRowMap<T>
    where T : unmanaged
{
    /// <summary>The value of one row.</summary>
    T Value(int row);

    /// <summary>The values of as many rows as a vector holds, from <paramref name="row"/> on. Reads whole vectors: the columns' padding allows it.</summary>
    Vector512<T> Value512(int row);

    /// <summary>The same for half as many rows.</summary>
    Vector256<T> Value256(int row);

    /// <summary>The same for a quarter as many rows.</summary>
    Vector128<T> Value128(int row);
}
