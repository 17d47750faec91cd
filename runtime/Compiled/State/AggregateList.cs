namespace Compiled.State;

/// <summary>Zeroed places for the aggregates of groups that are too large to lie in a table's entries. A place never moves. Not thread-safe.</summary>
internal sealed unsafe class AggregateList : IDisposable
{
    private const nuint FirstBlock = 4 << 10;
    private const nuint LargestBlock = 4 << 20;
    private readonly List<(NativeBlock Memory, nuint Bytes)> _blocks = [];
    private int _current = -1;
    private nuint _used;

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes { get; private set; }

    /// <summary>A new place.</summary>
    public nint Add(nuint bytes)
    {
        if (_current < 0 || _used + bytes > _blocks[_current].Bytes)
        {
            NextBlock(bytes);
        }

        byte* place = _blocks[_current].Memory.Start + _used;
        _used += bytes;
        return (nint)place;
    }

    /// <summary>Takes all places back; memory is kept for the next ones.</summary>
    public void Clear()
    {
        for (int i = 0; i <= _current; i++)
        {
            System.Runtime.InteropServices.NativeMemory.Clear(_blocks[i].Memory.Start, _blocks[i].Bytes);
        }

        _current = -1;
        _used = 0;
    }

    public void Dispose()
    {
        _blocks.ForEach(block => block.Memory.Free());
        _blocks.Clear();
        _current = -1;
    }

    private void NextBlock(nuint bytes)
    {
        _current++;
        _used = 0;
        if (_current == _blocks.Count)
        {
            nuint size = _current == 0 ? FirstBlock : Math.Min(_blocks[_current - 1].Bytes * 2, LargestBlock);
            size = Math.Max(size, bytes);
            _blocks.Add((NativeBlock.Allocate(size), size));
            Bytes += (long)size;
        }
    }
}
