using Compiled.Memory;

namespace Compiled.Sources;

/// <summary>
/// Lends the pages of a mapped file as they lie in the system's cache: no byte is copied, and what a caller leaves over needs no move. Only next to the ends of the mapping, where the bytes around a
/// block could not be read, a block is a copy.
/// </summary>
/// <remarks>
/// Nobody may cut the file short while it is read: the operating system would end the process (SIGBUS). So it is used only where the caller says that files do not change.
/// </remarks>
internal sealed unsafe class MappedBlockReader : BlockPipeReader
{
    /// <summary>Files below this size are read: mapping costs more than the copy.</summary>
    public const long LeastBytes = 1024 * 1024;

    /// <summary>Bytes whose pages a worker enters at a time.</summary>
    private const int PartBytes = 256 * 1024;

    private readonly MappedFile _file;
    private readonly string _origin;
    private readonly BlockBufferPool _pool;
    private readonly bool _mustNotGrow;
    private readonly int _maxRowBytes;
    private BlockBuffer? _copy;
    private byte* _start;
    private int _length;
    private int _wanted;
    private long _position;
    private long _populated;
    private long _aheadFrom;
    private int _aheadPart;
    private bool _isLent;
    private bool _isTooSmall;
    private bool _isCompleted;

    /// <param name="file">What to read; the reader owns it.</param>
    /// <param name="blockBytes">Size of the blocks to start with.</param>
    public MappedBlockReader(MappedFile file, string origin, bool mustNotGrow, BlockBufferPool pool, int maxRowBytes, int blockBytes = BlockLimits.Block)
    {
        _file = file;
        _origin = origin;
        _mustNotGrow = mustNotGrow;
        _pool = pool;
        _maxRowBytes = maxRowBytes;
        _wanted = Math.Min(blockBytes, maxRowBytes);
    }

    public override long Offset => _position;

    public override bool IsCompleted => _isCompleted;

    protected override ReadOnlyMemory<byte> CurrentMemory => new MappedFile.Piece(_start, _length).Memory;

    private bool IsAtEnd => _position + _length == _file.Length;

    public override bool TryGetBlock(out byte* start, out int length, out bool isFinal)
    {
        ObjectDisposedException.ThrowIf(_isCompleted, this);
        if (!_isLent)
        {
            Lend();
        }

        start = _start;
        length = _length;
        isFinal = IsAtEnd;
        return true;
    }

    public override void Advance(int consumed)
    {
        // A block of which nothing was taken did not hold a whole row.
        _isTooSmall = consumed == 0 && _isLent && !IsAtEnd;
        AdvanceWithin(consumed);
        _isLent = false;
    }

    public override ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override void Reserve(int bytes) => _wanted = Math.Max(_wanted, bytes);

    public override void Complete(Exception? exception = null)
    {
        if (_isCompleted)
        {
            return;
        }

        _isCompleted = true;
        if (_copy is not null)
        {
            _pool.Return(_copy);
        }

        _file.Dispose();
    }

    // Pages that a worker enters before anybody needs them; a page that is missed costs a fault, nothing else.
    internal override bool TryReadAhead(int workers)
    {
        _aheadFrom = _populated;
        _aheadPart = 0;
        _populated = Math.Max(_populated, Math.Min(_position + _length + _wanted, _file.Length) / PartBytes * PartBytes);
        return _populated > _aheadFrom;
    }

    internal override void ReadAhead(int worker)
    {
        long from;
        while ((from = _aheadFrom + ((Interlocked.Increment(ref _aheadPart) - 1L) * PartBytes)) < _populated)
        {
            PageHints.Enter(_file.Start + from, Math.Min(PartBytes, _populated - from));
        }
    }

    protected override void AdvanceWithin(int consumed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(consumed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(consumed, _isLent ? _length : 0);
        _start += consumed;
        _length -= consumed;
        _position += consumed;
    }

    private void Lend()
    {
        if (_isTooSmall)
        {
            _wanted = BlockLimits.Grown(_wanted, _maxRowBytes, _position, _origin);
            _isTooSmall = false;
        }

        _length = (int)Math.Min(_wanted, _file.Length - _position);
        Populate(_position + _length);
        bool isPadded = _position >= Frame.Padding && _position + _length + Frame.Padding <= _file.Readable;
        _start = isPadded ? _file.Start + _position : Copy();
        _isLent = true;
        if (_mustNotGrow && IsAtEnd)
        {
            _file.MustNotHaveGrown();
        }
    }

    private void Populate(long end)
    {
        while (_populated < end)
        {
            long length = Math.Min(PageHints.Stretch, _file.Length - _populated);
            PageHints.Enter(_file.Start + _populated, length);
            _populated += length;
        }
    }

    private byte* Copy()
    {
        if (_copy is null || _copy.Capacity < _length)
        {
            if (_copy is not null)
            {
                _pool.Return(_copy);
            }

            _copy = _pool.Rent(_length);
        }

        new ReadOnlySpan<byte>(_file.Start + _position, _length).CopyTo(_copy.GetSpan());
        return _copy.Start;
    }
}
