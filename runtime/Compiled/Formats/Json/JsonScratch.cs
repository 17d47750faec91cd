using System.Runtime.InteropServices;

namespace Compiled.Formats;

/// <summary>Memory for texts that had to be unescaped: kept until <see cref="Clear"/>, then used again. Never moves what it gave out.</summary>
internal sealed unsafe class JsonScratch : IDisposable
{
    private const int FirstBlock = 64 * 1024;

    // Whoever holds a text may load a whole vector from it.
    private const int Padding = 64;

    private readonly List<(nint Memory, int Size)> _blocks = [];
    private int _block = -1;
    private int _used;
    private int _size;

    /// <summary>Room for <paramref name="size"/> bytes, followed by 64 readable ones.</summary>
    public byte* Reserve(int size)
    {
        if (_block < 0 || _size - _used < size + Padding)
        {
            NextBlock(size + Padding);
        }

        return (byte*)_blocks[_block].Memory + _used;
    }

    /// <summary>Keeps the first <paramref name="size"/> bytes of what was reserved last.</summary>
    public void Keep(int size) => _used += size;

    /// <summary>Gives everything up.</summary>
    public void Clear()
    {
        _block = _blocks.Count > 0 ? 0 : -1;
        _size = _blocks.Count > 0 ? _blocks[0].Size : 0;
        _used = 0;
    }

    public void Dispose()
    {
        foreach ((nint memory, _) in _blocks)
        {
            NativeMemory.Free((void*)memory);
        }

        _blocks.Clear();
        Clear();
        GC.SuppressFinalize(this);
    }

    ~JsonScratch() => Dispose();

    private void NextBlock(int size)
    {
        do
        {
            if (++_block == _blocks.Count)
            {
                int last = _block == 0 ? FirstBlock / 2 : _blocks[_block - 1].Size;
                int wanted = Math.Max((int)Math.Min(last * 2L, 1 << 26), size);
                _blocks.Add(((nint)NativeMemory.Alloc((nuint)wanted), wanted));
            }

            _size = _blocks[_block].Size;
        }
        while (_size < size);
        _used = 0;
    }
}
