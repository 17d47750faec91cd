namespace Compiled.Sources;

/// <summary>
/// Reads a <see cref="BlockInput"/> into a reused native block, or a few in turn. What a caller leaves over is moved to the front before the next read; a row that does not fit
/// doubles the block, up to a limit.
/// </summary>
public sealed unsafe class BufferedBlockReader : BlockPipeReader
{
    private readonly BlockInput _input;
    private readonly BlockBufferPool? _pool;
    private readonly string _origin;
    private readonly int _maxRowBytes;
    private BlockReadAhead? _ahead;
    private BlockRing? _ring;
    private BlockBuffer? _buffer;
    private int _wanted;

    // What of the block is used: it may be a larger one that was at hand. Where blocks end must depend on the bytes only, since a batch that is repeated after a crash has to give the same rows in the same order.
    private int _size;
    private int _start;
    private int _end;
    private bool _isLent;
    private bool _ended;
    private bool _filled;
    private bool _isCompleted;
    private long _offset;

    /// <summary>A reader over <paramref name="input"/>, which it owns.</summary>
    /// <param name="input">Where bytes come from.</param>
    /// <param name="origin">File or peer, for messages.</param>
    /// <param name="blockBytes">Size of the block to start with; 256 KiB unless said otherwise.</param>
    /// <param name="maxRowBytes">Largest size that the block may grow to for a row; 64 MiB unless said otherwise.</param>
    public BufferedBlockReader(BlockInput input, string origin, int blockBytes = BlockLimits.Block, int maxRowBytes = BlockLimits.MaxRow)
        : this(input, origin, null, blockBytes, maxRowBytes)
    {
    }

    internal BufferedBlockReader(BlockInput input, string origin, BlockBufferPool? pool, int blockBytes, int maxRowBytes)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRowBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockBytes);
        _input = input;
        _origin = origin;
        _pool = pool;
        _maxRowBytes = maxRowBytes;
        _wanted = Math.Min(blockBytes, maxRowBytes);
    }

    /// <inheritdoc/>
    public override long Offset => _offset;

    /// <inheritdoc/>
    public override bool IsCompleted => _isCompleted;

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> CurrentMemory => _buffer!.Memory[_start.._end];

    /// <inheritdoc/>
    public override bool TryGetBlock(out byte* start, out int length, out bool isFinal)
    {
        if (IsCompleted)
        {
            throw new InvalidOperationException($"The reader of {_origin} was completed.");
        }

        if (!_isLent)
        {
            _isLent = Fill();
        }

        start = _buffer!.Start + _start;
        length = _isLent ? _end - _start : 0;
        isFinal = _isLent && _ended;
        return _isLent;
    }

    /// <inheritdoc/>
    public override void Advance(int consumed)
    {
        AdvanceWithin(consumed);
        _isLent = false;
    }

    /// <inheritdoc/>
    protected override void AdvanceWithin(int consumed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(consumed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(consumed, _isLent ? _end - _start : 0);
        _start += consumed;
        _offset += consumed;
    }

    /// <inheritdoc/>
    public override void Reserve(int bytes) => _wanted = Math.Max(_wanted, bytes);

    /// <inheritdoc/>
    public override ValueTask WaitAsync(CancellationToken cancellationToken) => _isLent || _ended ? ValueTask.CompletedTask : _input.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void WakeWaiter() => _input.WakeWaiter();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        if (IsCompleted)
        {
            return;
        }

        _isCompleted = true;
        _input.Dispose();
        _ahead?.Free();
        _ring?.Free();
        if (_buffer is not null)
        {
            BlockBufferPool.Release(_pool, _buffer);
            _buffer = null;
        }
    }

    internal override bool TryReadAhead(int workers) => (_ahead ??= new BlockReadAhead(_input, _pool)).TryBegin(_wanted, workers);

    internal override void ReadAhead(int worker) => _ahead!.ReadParts(worker);

    private bool Fill()
    {
        if (_ahead is { IsBegun: true })
        {
            TakeAhead();
            return true;
        }

        MakeRoom();
        if (_ended)
        {
            return true;
        }

        var room = new Span<byte>(_buffer!.Start + _end, _size - _end);
        int read = _input.Read(room, out _ended);
        _end += read;
        _filled = read == room.Length;
        return read > 0 || _ended;
    }

    /// <summary>Puts what is left in front of what was read ahead.</summary>
    private void TakeAhead()
    {
        var left = new ReadOnlySpan<byte>(_buffer!.Start + _start, _end - _start);
        int front = Math.Max(BlockReadAhead.Front, left.Length);
        if (front > BlockReadAhead.Front && left.Length >= _maxRowBytes)
        {
            throw BlockLimits.TooLarge(_maxRowBytes, _offset, _origin);
        }

        BlockBuffer next = _ahead!.Take(_buffer, out int bytes);
        if (front > BlockReadAhead.Front)
        {
            next = MoveBack(next, front, bytes);
        }

        left.CopyTo(next.GetSpan()[(front - left.Length)..]);
        _buffer = next;
        _start = front - left.Length;
        _end = front + bytes;
        _size = _end;
        _ended = _input.Pass(bytes);
    }

    /// <summary>Makes more room in front of what was read ahead, for the beginning of a large row.</summary>
    private BlockBuffer MoveBack(BlockBuffer read, int front, int bytes)
    {
        BlockBuffer larger = BlockBufferPool.Rent(_pool, front + bytes);
        read.GetSpan().Slice(BlockReadAhead.Front, bytes).CopyTo(larger.GetSpan()[front..]);
        BlockBufferPool.Release(_pool, read);
        return larger;
    }

    /// <summary>Moves what is left to the front, of a larger block if it fills this one.</summary>
    private void MakeRoom()
    {
        int left = _end - _start;
        int needed = _wanted;
        if (_filled && _size < BlockLimits.Block)
        {
            needed = Math.Max(needed, Math.Min(Math.Min(_size * 4, BlockLimits.Block), _maxRowBytes));
        }

        if (!_ended && left > 0 && left == _size)
        {
            needed = Math.Max(needed, BlockLimits.Grown(_size, _maxRowBytes, _offset, _origin));
        }

        if (_size < needed)
        {
            Replace(needed, left);
        }
        else if (_start > 0)
        {
            // Where the input fills whole blocks, more of them follow.
            BlockBuffer next = _pool is not null && _filled && _size >= BlockLimits.Block ? (_ring ??= new BlockRing(_pool)).Next(_buffer!, _size) : _buffer!;
            new Span<byte>(_buffer!.Start + _start, left).CopyTo(new Span<byte>(next.Start, left));
            _buffer = next;
        }

        _start = 0;
        _end = left;
    }

    private void Replace(int capacity, int left)
    {
        BlockBuffer larger = BlockBufferPool.Rent(_pool, capacity);
        if (_buffer is not null)
        {
            new Span<byte>(_buffer.Start + _start, left).CopyTo(larger.GetSpan());
            BlockBufferPool.Release(_pool, _buffer);
        }

        _buffer = larger;
        _size = capacity;
    }
}
