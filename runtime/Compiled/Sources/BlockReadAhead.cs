namespace Compiled.Sources;

/// <summary>
/// Reads the next block in parts, by whichever worker is done with its share of the current one. Reading changes no result, so it may be divided as time has it: who decodes
/// longer reads less, and no worker waits for another for longer than a part takes.
/// </summary>
internal sealed unsafe class BlockReadAhead(BlockInput input, BlockBufferPool? pool)
{
    /// <summary>Room in front of the bytes, for the part of a row that the block before leaves over. One of more is put together in a block of its own.</summary>
    public const int Front = 64 * 1024;

    /// <summary>Some ten microseconds. A multiple of a page's size, so that no two threads write to one.</summary>
    private const int PartBytes = 64 * 1024;

    private BlockBuffer? _buffer;
    private int[] _taken = [];
    private int _bytes;
    private PipelineException? _fault;
    private int _faultAt = int.MaxValue;

    /// <summary>Whether a block is being read or has been read.</summary>
    public bool IsBegun => _bytes > 0;

    /// <summary>Begins to read the next bytes, if there are enough of them.</summary>
    /// <param name="wanted">How many bytes to read at most.</param>
    /// <param name="workers">How many threads may call <see cref="ReadParts"/>.</param>
    public bool TryBegin(int wanted, int workers)
    {
        _bytes = input.Announce(wanted);
        if (_bytes < PartBytes * workers)
        {
            _bytes = 0;
            return false;
        }

        if (_buffer is null || _buffer.Capacity < Front + _bytes)
        {
            Free();
            _buffer = BlockBufferPool.Rent(pool, Front + wanted);
        }

        if (_taken.Length != workers)
        {
            _taken = new int[workers];
        }

        for (int share = 0; share < workers; share++)
        {
            _taken[share] = FirstPart(share);
        }

        return true;
    }

    /// <summary>Reads parts until none is left: first those of the worker's own share, which are those that it will decode, then what others have not come to.</summary>
    public void ReadParts(int worker)
    {
        for (int i = 0; i < _taken.Length; i++)
        {
            int share = (worker + i) % _taken.Length;
            int end = FirstPart(share + 1);
            int part;
            while ((part = Interlocked.Increment(ref _taken[share]) - 1) < end)
            {
                ReadPart(part);
            }
        }
    }

    /// <summary>Ends the reading. The block's bytes follow its first <see cref="Front"/> ones; the caller gives a block that it needs no longer for it.</summary>
    /// <param name="free">Block to read into next.</param>
    /// <param name="bytes">Number of bytes read.</param>
    /// <exception cref="PipelineException">A part could not be read.</exception>
    public BlockBuffer Take(BlockBuffer free, out int bytes)
    {
        if (_fault is not null)
        {
            throw _fault;
        }

        BlockBuffer buffer = _buffer!;
        bytes = _bytes;
        _buffer = free;
        _bytes = 0;
        return buffer;
    }

    /// <summary>Gives the memory back.</summary>
    public void Free()
    {
        if (_buffer is not null)
        {
            BlockBufferPool.Release(pool, _buffer);
            _buffer = null;
        }
    }

    private int FirstPart(int share)
    {
        int parts = (_bytes + PartBytes - 1) / PartBytes;
        return (int)((long)parts * share / _taken.Length);
    }

    private void ReadPart(int part)
    {
        int at = part * PartBytes;
        try
        {
            input.ReadAhead(new Span<byte>(_buffer!.Start + Front + at, Math.Min(PartBytes, _bytes - at)), at);
        }
        catch (PipelineException fault)
        {
            // Told when the block is asked for: what is decoded meanwhile is not to blame. The first place counts, so that it does not depend on timing.
            lock (_taken)
            {
                if (at < _faultAt)
                {
                    _fault = fault;
                    _faultAt = at;
                }
            }
        }
    }
}
