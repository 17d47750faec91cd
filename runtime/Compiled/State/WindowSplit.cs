using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>
/// Rows of a few windows mixed, taken apart window by window, so that those of one go through its table at full speed. Not thread-safe.
/// </summary>
internal sealed unsafe class WindowSplit<TKey> : IDisposable
    where TKey : unmanaged
{
    /// <summary>Most rows taken apart at a time.</summary>
    public const int MostRows = 1024;

    private readonly NativeBlock _memory = NativeBlock.Allocate((nuint)(MostRows * (sizeof(TKey) + sizeof(long) + sizeof(int) + sizeof(int))));

    public WindowSplit()
    {
        Keys = (TKey*)_memory.Start;
        Starts = (long*)(Keys + MostRows);
        Chosen = (int*)(Starts + MostRows);
        Rest = Chosen + MostRows;
    }

    ~WindowSplit() => _memory.Free();

    /// <summary>The keys of the rows that were chosen or gathered last.</summary>
    public TKey* Keys { get; }

    /// <summary>The window starts of the rows that were gathered last.</summary>
    public long* Starts { get; }

    /// <summary>Rows of one window, by their index in the batch.</summary>
    public int* Chosen { get; }

    /// <summary>The rows that were not chosen yet.</summary>
    public int* Rest { get; }

    /// <summary>Number of rows that were not chosen yet.</summary>
    public int RestCount { get; private set; }

    /// <summary>Begins with rows of a batch.</summary>
    public void Begin(int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Rest[i] = first + i;
        }

        RestCount = count;
    }

    /// <summary>Takes the rows out of the rest that are of the same window as its first one, in their order.</summary>
    /// <returns>How many they are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public int Choose(TKey* keys, long* starts)
    {
        int* rest = Rest;
        int* chosen = Chosen;
        TKey* chosenKeys = Keys;
        int* left = rest;
        long window = starts[*rest];
        for (int* end = rest + RestCount; rest < end; rest++)
        {
            // Both are written, one is kept: no branch depends on the data.
            nint row = *rest;
            bool isChosen = starts[row] == window;
            *chosen = (int)row;
            *chosenKeys = keys[row];
            *left = (int)row;
            chosen += isChosen ? 1 : 0;
            chosenKeys += isChosen ? 1 : 0;
            left += isChosen ? 0 : 1;
        }

        RestCount = (int)(left - Rest);
        return (int)(chosen - Chosen);
    }

    /// <summary>Gathers keys and window starts of rows of the rest.</summary>
    public void Gather(TKey* keys, long* starts, int from, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int row = Rest[from + i];
            Keys[i] = keys[row];
            Starts[i] = starts[row];
        }
    }

    public void Dispose()
    {
        _memory.Free();
        GC.SuppressFinalize(this);
    }
}
