namespace Compiled.Sources;

/// <summary>Keeps the blocks of a source's finished readers for its next ones: a folder of a million files is read through one block.</summary>
internal sealed class BlockBufferPool : IDisposable
{
    private const int MaxKept = 8;

    /// <summary>Larger blocks come from a rare giant row; they are given back to the machine.</summary>
    private const int MaxKeptBytes = 4 * 1024 * 1024;

    private readonly Stack<BlockBuffer> _free = new();
    private bool _disposed;

    /// <summary>A block of a pool, or a new one if there is none.</summary>
    public static BlockBuffer Rent(BlockBufferPool? pool, int capacity) => pool?.Rent(capacity) ?? new BlockBuffer(capacity);

    /// <summary>Returns a block to its pool, or frees it if it comes from none.</summary>
    public static void Release(BlockBufferPool? pool, BlockBuffer buffer)
    {
        if (pool is null)
        {
            buffer.Free();
        }
        else
        {
            pool.Return(buffer);
        }
    }

    public BlockBuffer Rent(int capacity)
    {
        lock (_free)
        {
            while (_free.TryPop(out BlockBuffer? buffer))
            {
                if (buffer.Capacity >= capacity)
                {
                    return buffer;
                }

                buffer.Free();
            }
        }

        return new BlockBuffer(capacity);
    }

    public void Return(BlockBuffer buffer)
    {
        lock (_free)
        {
            if (!_disposed && _free.Count < MaxKept && buffer.Capacity <= MaxKeptBytes)
            {
                _free.Push(buffer);
                return;
            }
        }

        buffer.Free();
    }

    public void Dispose()
    {
        lock (_free)
        {
            _disposed = true;
            while (_free.TryPop(out BlockBuffer? buffer))
            {
                buffer.Free();
            }
        }
    }
}
