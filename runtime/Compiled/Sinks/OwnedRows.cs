using System.Runtime.CompilerServices;
using Compiled.Execution;
using Compiled.Memory;

namespace Compiled.Sinks;

/// <summary>
/// Copies of rows that own their text, in arrays that double in size. Few rows are given out in an array of their own, and the arrays are kept for the next epoch; of many the arrays themselves are given out, so that no row is copied twice.
/// </summary>
internal sealed class OwnedRows<T>(RowCodec<T> codec)
{
    // Up to so many are copied once more, into an array that the program can keep.
    private const int FewRows = 1 << 16;
    private readonly List<T[]> _blocks = [];
    private int _block;
    private int _used;

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Copies rows behind those that are there.</summary>
    public void Add(ReadOnlySpan<T> rows)
    {
        Count = checked(Count + rows.Length);
        while (rows.Length > 0)
        {
            Span<T> room = Room();
            int taken = Math.Min(room.Length, rows.Length);
            codec.CopyOwned(rows[..taken], room);
            _used += taken;
            rows = rows[taken..];
        }
    }

    /// <summary>Gives the rows out and forgets them.</summary>
    public IReadOnlyList<T> Take()
    {
        IReadOnlyList<T> rows;
        if (Count <= FewRows)
        {
            rows = ToArray();
        }
        else
        {
            rows = new RowBlocks<T>([.. _blocks], Count);
            _blocks.Clear();
            Count = 0;
        }

        Clear();
        return rows;
    }

    /// <summary>Forgets the rows.</summary>
    public void Clear()
    {
        int left = Count;
        for (int i = 0; left > 0 && RuntimeHelpers.IsReferenceOrContainsReferences<T>(); i++)
        {
            int rows = Math.Min(_blocks[i].Length, left);
            Array.Clear(_blocks[i], 0, rows);
            left -= rows;
        }

        Count = 0;
        _block = 0;
        _used = 0;
    }

    private T[] ToArray()
    {
        T[] all = NewArray(Count);
        Span<T> rest = all;
        foreach (T[] block in _blocks)
        {
            int rows = Math.Min(block.Length, rest.Length);
            block.AsSpan(0, rows).CopyTo(rest);
            rest = rest[rows..];
        }

        return all;
    }

    private static T[] NewArray(int rows) => RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? new T[rows] : GC.AllocateUninitializedArray<T>(rows);

    private Span<T> Room()
    {
        if (_block < _blocks.Count && _used == _blocks[_block].Length)
        {
            _block++;
            _used = 0;
        }

        if (_block == _blocks.Count)
        {
            T[] block = NewArray(RowBlocks<T>.RowsOf(_block));
            HugePages.Advise(block);
            _blocks.Add(block);
        }

        return _blocks[_block].AsSpan(_used);
    }
}
