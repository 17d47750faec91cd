using System.Runtime.InteropServices;

namespace Compiled.Memory;

/// <summary>Owns the native memory of a set of columns and frees it all at once.</summary>
public sealed unsafe class ColumnArena : IDisposable
{
    private const nuint Alignment = 64;
    private const nuint Padding = 64;
    private readonly List<nint> _blocks = [];

    /// <summary>Allocates a zeroed column.</summary>
    /// <typeparam name="T">An unmanaged element type.</typeparam>
    /// <param name="capacity">Number of elements.</param>
    /// <exception cref="OutOfMemoryException">The memory cannot be had.</exception>
    public Column<T> Allocate<T>(int capacity)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        nuint bytes = ((nuint)capacity * (nuint)sizeof(T)) + Padding;
        void* memory = NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(memory, bytes);
        _blocks.Add((nint)memory);
        return new Column<T>((T*)memory, capacity);
    }

    /// <summary>Frees every column; none may be used afterwards.</summary>
    public void Dispose()
    {
        foreach (nint block in _blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }

        _blocks.Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what was not disposed of.</summary>
    ~ColumnArena() => Dispose();
}
