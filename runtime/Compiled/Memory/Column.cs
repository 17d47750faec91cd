using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Compiled.Memory;

/// <summary>
/// A fixed block of native memory that holds one value a row: what generated loops read and write. It is a view, allocated once by its
/// owner and reused for every batch; indexing is not bounds-checked.
/// </summary>
/// <typeparam name="T">An unmanaged element type.</typeparam>
/// <remarks>
/// Memory is 64-byte aligned and followed by at least 64 readable and writable bytes, so vector code may touch a whole vector at any valid index.
/// The pointer is hidden here so that generated code needs no unsafe context in the user's project.
/// </remarks>
public readonly unsafe struct Column<T>
    where T : unmanaged
{
    private readonly T* _start;
    private readonly int _capacity;

    /// <summary>Wraps memory owned by somebody else.</summary>
    /// <param name="start">Address of element 0; 64 bytes past the last element must be accessible.</param>
    /// <param name="capacity">Number of elements.</param>
    public Column(T* start, int capacity)
    {
        _start = start;
        _capacity = capacity;
    }

    /// <summary>Number of elements this column has room for.</summary>
    public int Capacity => _capacity;

    /// <summary>Address of element 0.</summary>
    public T* Pointer => _start;

    /// <summary>The element at <paramref name="index"/>, by reference, unchecked.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _start[(nint)index];
    }

    /// <summary>The element at <paramref name="index"/>, by reference, unchecked: for loops whose index is as wide as an address.</summary>
    public ref T this[nint index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _start[index];
    }

    /// <summary>The column from element <paramref name="start"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Column<T> Slice(int start) => new(_start + start, _capacity - start);

    /// <summary>The same memory as elements of another type of the same size and layout, for example numbers as keys of one number.</summary>
    /// <typeparam name="TOther">An unmanaged type of the size of <typeparamref name="T"/>.</typeparam>
    /// <exception cref="InvalidCastException">The sizes differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Column<TOther> As<TOther>()
        where TOther : unmanaged =>
        sizeof(TOther) == sizeof(T) ? new((TOther*)_start, _capacity) : throw new InvalidCastException();

    /// <summary>The first <paramref name="count"/> elements.</summary>
    public Span<T> AsSpan(int count) => new(_start, count);

    /// <summary>Loads 64 bytes from element <paramref name="index"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Load512(int index) => Vector512.Load(_start + index);

    /// <summary>Loads 32 bytes from element <paramref name="index"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Load256(int index) => Vector256.Load(_start + index);

    /// <summary>Loads 16 bytes from element <paramref name="index"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Load128(int index) => Vector128.Load(_start + index);

    /// <summary>Stores 64 bytes from element <paramref name="index"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store512(int index, Vector512<T> values) => values.Store(_start + index);

    /// <summary>Stores 32 bytes from element <paramref name="index"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store256(int index, Vector256<T> values) => values.Store(_start + index);

    /// <summary>Stores 16 bytes from element <paramref name="index"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store128(int index, Vector128<T> values) => values.Store(_start + index);
}
