namespace Compiled.Sources;

/// <summary>
/// The blocks that a reader fills in turn. Copying out of the system's cache into one block again and again takes longer on some processors (Zen 4: a sixth) than into
/// one that was not touched for a while, although either is in the second-level cache when it is decoded.
/// </summary>
internal sealed class BlockRing(BlockBufferPool pool)
{
    private readonly BlockBuffer?[] _waiting = new BlockBuffer?[3];
    private int _turn;

    /// <summary>The block that was not used for longest, for the one that was used last.</summary>
    /// <param name="used">The latter, which now waits for its turn.</param>
    /// <param name="capacity">Bytes that the block must hold.</param>
    public BlockBuffer Next(BlockBuffer used, int capacity)
    {
        BlockBuffer? next = _waiting[_turn];
        if (next is null || next.Capacity < capacity)
        {
            Release(next);
            next = pool.Rent(capacity);
        }

        _waiting[_turn] = used;
        _turn = (_turn + 1) % _waiting.Length;
        return next;
    }

    /// <summary>Gives the memory back.</summary>
    public void Free()
    {
        for (int i = 0; i < _waiting.Length; i++)
        {
            Release(_waiting[i]);
            _waiting[i] = null;
        }
    }

    private void Release(BlockBuffer? block)
    {
        if (block is not null)
        {
            pool.Return(block);
        }
    }
}
