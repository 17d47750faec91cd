using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Formats;

/// <summary>A growing list in pinned memory, so that loops can walk it by pointer. It begins at a cache line: a vector of 512 bits that lies across two costs two loads.</summary>
internal sealed unsafe class JsonBuffer<T>
    where T : unmanaged
{
    private const int Line = 64;

    private byte[] _memory;
    private int _capacity = 64;

    public JsonBuffer() => Pointer = Allocate(_capacity, out _memory);

    public int Count { get; private set; }

    /// <summary>The first element; changes when the list grows.</summary>
    public T* Pointer { get; private set; }

    public void Add(in T item)
    {
        if (Count == _capacity)
        {
            Reserve(_capacity * 2);
        }

        Pointer[Count++] = item;
    }

    /// <summary>Makes room for so many elements.</summary>
    public void Reserve(int capacity)
    {
        T* larger = Allocate(capacity, out byte[] memory);
        new ReadOnlySpan<T>(Pointer, Count).CopyTo(new Span<T>(larger, Count));
        Pointer = larger;
        _memory = memory;
        _capacity = capacity;
    }

    public void Clear() => Count = 0;

    private static T* Allocate(int capacity, out byte[] memory)
    {
        memory = GC.AllocateUninitializedArray<byte>((capacity * sizeof(T)) + Line - 1, pinned: true);
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        return (T*)(((nint)start + Line - 1) & -Line);
    }
}
