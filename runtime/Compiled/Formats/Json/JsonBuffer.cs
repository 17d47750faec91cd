namespace Compiled.Formats;

/// <summary>A growing list in pinned memory, so that loops can walk it by pointer.</summary>
internal sealed unsafe class JsonBuffer<T>
    where T : unmanaged
{
    private T[] _items = GC.AllocateUninitializedArray<T>(64, pinned: true);

    public int Count { get; private set; }

    /// <summary>The first element; changes when the list grows.</summary>
    public T* Pointer { get; private set; }

    public JsonBuffer() => Pointer = AddressOf(_items);

    public void Add(in T item)
    {
        if (Count == _items.Length)
        {
            T[] larger = GC.AllocateUninitializedArray<T>(Count * 2, pinned: true);
            _items.CopyTo(larger, 0);
            _items = larger;
            Pointer = AddressOf(larger);
        }

        Pointer[Count++] = item;
    }

    public void Clear() => Count = 0;

    private static T* AddressOf(T[] pinned) => (T*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));
}
