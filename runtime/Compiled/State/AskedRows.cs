using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// The rows whose buckets a table has asked for but not used when a call ended: the next call, if it is for those rows, need not ask again. A call for other rows that lie
/// in the same memory does no harm: whatever is found in a bucket is compared with the key, and what is not found there is looked for properly.
/// </summary>
internal sealed unsafe class AskedRows : IDisposable
{
    /// <summary>Rows between asking for a bucket and using it.</summary>
    public const int Far = 128;

    /// <summary>Most rows of a block.</summary>
    public const int Block = 1024;
    private void* _keys;
    private nint* _addresses;
    private int _count;
    private int _moves;
    private uint _epoch;

    /// <summary>The marks of a block's rows and of those asked for behind them.</summary>
    public uint* Marks { get; private set; } = (uint*)NativeMemory.Alloc(Block + Far, sizeof(uint));

    ~AskedRows() => Free();

    /// <summary>Number of rows from these on that were asked for.</summary>
    public int CountFor(void* keys, nint* addresses, TableHeader* table) =>
        keys == _keys && addresses == _addresses && table->Moves == _moves && table->Epoch == _epoch ? _count : 0;

    /// <summary>Notes the rows behind a block.</summary>
    /// <param name="keys">The first of them.</param>
    /// <param name="addresses">Where their buckets are.</param>
    /// <param name="first">Number of rows of the block.</param>
    /// <param name="count">How many they are, at most <see cref="Far"/>.</param>
    /// <param name="table">What they were asked of.</param>
    public void Keep(void* keys, nint* addresses, int first, int count, TableHeader* table)
    {
        _keys = keys;
        _addresses = addresses;
        _count = count;
        _moves = table->Moves;
        _epoch = table->Epoch;
        new ReadOnlySpan<uint>(Marks + first, count).CopyTo(new Span<uint>(Marks, count));
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(Marks);
        Marks = null;
    }
}
