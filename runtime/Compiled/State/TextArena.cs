using System.Runtime.CompilerServices;
using System.Text;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>
/// Memory of one table for text that outlives its batch: long keys and text aggregates. Grows by blocks that never move; freed as a whole.
/// At least 64 bytes after every text are readable. Not thread-safe.
/// </summary>
public sealed unsafe class TextArena : IDisposable
{
    private const int FirstBlock = 1 << 12;
    private const int LargestBlock = 1 << 22;
    private readonly List<NativeBlock> _blocks = [];
    private byte* _next;
    private nuint _left;
    private nuint _nextBlock = FirstBlock;

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes { get; private set; }

    /// <summary>Copies text.</summary>
    public Utf8Slice Copy(Utf8Slice text)
    {
        byte* copy = Allocate(text.Length);
        Unsafe.CopyBlockUnaligned(copy, text.Pointer, (uint)text.Length);
        return new Utf8Slice(copy, text.Length);
    }

    /// <summary>Copies text.</summary>
    public Utf8Slice Copy(ReadOnlySpan<byte> text)
    {
        byte* copy = Allocate(text.Length);
        text.CopyTo(new Span<byte>(copy, text.Length));
        return new Utf8Slice(copy, text.Length);
    }

    /// <summary>Copies text as UTF-8.</summary>
    internal Utf8Slice Copy(ReadOnlySpan<char> text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        byte* copy = Allocate(length);
        Encoding.UTF8.GetBytes(text, new Span<byte>(copy, length));
        return new Utf8Slice(copy, length);
    }

    /// <summary>Forgets every text.</summary>
    public void Clear()
    {
        Bytes = 0;
        foreach (NativeBlock block in _blocks)
        {
            block.Free();
        }

        _blocks.Clear();
        _next = null;
        _left = 0;
        _nextBlock = FirstBlock;
    }

    /// <summary>Frees everything.</summary>
    public void Dispose()
    {
        Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what was not disposed of.</summary>
    ~TextArena() => Clear();

    internal byte* Allocate(int bytes)
    {
        if (_left < (nuint)bytes)
        {
            AddBlock((nuint)bytes);
        }

        byte* start = _next;
        _next += bytes;
        _left -= (nuint)bytes;
        return start;
    }

    private void AddBlock(nuint atLeast)
    {
        nuint size = Math.Max(_nextBlock, atLeast);
        _nextBlock = Math.Min(_nextBlock * 2, LargestBlock);
        NativeBlock block = NativeBlock.Allocate(size);
        _blocks.Add(block);
        Bytes += (long)size;
        _next = block.Start;
        _left = size;
    }
}
