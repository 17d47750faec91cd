using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>
/// Rows of two windows mixed, taken apart, so that those of each go through its table at full speed. Not thread-safe.
/// </summary>
internal sealed unsafe class WindowSplit<TKey> : IDisposable
    where TKey : unmanaged
{
    /// <summary>Most rows taken apart at a time.</summary>
    public const int MostRows = 1024;

    private readonly NativeBlock _memory = NativeBlock.Allocate((nuint)(2 * MostRows * (sizeof(TKey) + sizeof(int))));

    public WindowSplit()
    {
        Keys = (TKey*)_memory.Start;
        OtherKeys = Keys + MostRows;
        Rows = (int*)(OtherKeys + MostRows);
        OtherRows = Rows + MostRows;
    }

    ~WindowSplit() => _memory.Free();

    /// <summary>Number of rows of the first row's window.</summary>
    public int Count { get; private set; }

    /// <summary>Those rows, by their index in the batch.</summary>
    public int* Rows { get; }

    /// <summary>Their keys.</summary>
    public TKey* Keys { get; }

    /// <summary>The rows of the other window.</summary>
    public int* OtherRows { get; }

    /// <summary>Their keys.</summary>
    public TKey* OtherKeys { get; }

    /// <summary>Takes rows apart; they stay in their order.</summary>
    /// <param name="keys">The batch's keys.</param>
    /// <param name="starts">Its window starts.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">Number of rows, at most <see cref="MostRows"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run(TKey* keys, long* starts, int first, int count)
    {
        int* rows = Rows;
        int* otherRows = OtherRows;
        TKey* rowKeys = Keys;
        TKey* otherKeys = OtherKeys;
        long window = starts[first];
        for (nint row = first, end = first + count; row < end; row++)
        {
            // Both lists are written, one gets longer: no branch depends on the data.
            bool isOther = starts[row] != window;
            *rowKeys = keys[row];
            *otherKeys = keys[row];
            *rows = (int)row;
            *otherRows = (int)row;
            nint other = isOther ? 1 : 0;
            rowKeys += 1 - other;
            rows += 1 - other;
            otherKeys += other;
            otherRows += other;
        }

        Count = (int)(rows - Rows);
    }

    public void Dispose()
    {
        _memory.Free();
        GC.SuppressFinalize(this);
    }
}
