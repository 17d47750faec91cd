using System.Buffers;
using System.IO.Pipelines;
using Compiled.Memory;

namespace Compiled.Sources;

/// <summary>
/// A <see cref="PipeReader"/> whose bytes always lie in one contiguous, pinned block with <see cref="Frame.Padding"/> readable bytes before and after it.
/// Whoever wants the block itself calls <see cref="TryGetBlock"/> and <see cref="Advance"/>; the members of <see cref="PipeReader"/> show the same bytes as a sequence of one segment.
/// Not thread-safe; while a block is lent its bytes do not move, so several threads may read them.
/// </summary>
public abstract class BlockPipeReader : PipeReader
{
    private ReadOnlySequence<byte> _lent;
    private bool _canceled;

    /// <summary>Position in the segment (file, connection) of the first byte of the current block, or of the next if none is lent. Decompressed bytes count.</summary>
    public abstract long Offset { get; }

    /// <summary>Whether <see cref="PipeReader.Complete"/> was called: nothing will be read from it any more.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>
    /// Lends the bytes that were left over and what has come since, reading on but never waiting for a peer. Lent again unchanged until <see cref="Advance"/>.
    /// </summary>
    /// <param name="start">Address of the first byte; valid until <see cref="Advance"/>.</param>
    /// <param name="length">Number of bytes; may be 0 if <paramref name="isFinal"/>.</param>
    /// <param name="isFinal">Whether nothing comes after these bytes.</param>
    /// <returns>False if nothing new has arrived since the last block and the end has not been reached.</returns>
    /// <exception cref="PipelineException">CMP0930: no row ended within the largest allowed block. Others by the source: unreadable, shrunk, corrupt.</exception>
    public abstract unsafe bool TryGetBlock(out byte* start, out int length, out bool isFinal);

    /// <summary>Ends the loan of the current block; the bytes after the first <paramref name="consumed"/> come again at the start of the next.</summary>
    /// <param name="consumed">Number of bytes dealt with, from 0 to the block's length.</param>
    public abstract void Advance(int consumed);

    /// <summary>Completes when <see cref="TryGetBlock"/> may have something. May complete early; at once for files.</summary>
    public abstract ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Asks for blocks of at least this size where the source has as many bytes: for a caller that shares a block out among workers. Takes effect with the next block.
    /// </summary>
    /// <param name="bytes">Size in bytes.</param>
    public abstract void Reserve(int bytes);

    /// <summary>Begins to read the block after the current one, if that pays; then each of so many workers calls <see cref="ReadAhead"/> before the current one is given back.</summary>
    internal virtual bool TryReadAhead(int workers) => false;

    /// <summary>Reads parts of the next block until none is left. Workers may call it at the same time.</summary>
    internal virtual void ReadAhead(int worker)
    {
    }

    /// <summary>The current block as memory of one piece; its length is what <see cref="TryGetBlock"/> gave.</summary>
    protected abstract ReadOnlyMemory<byte> CurrentMemory { get; }

    /// <inheritdoc/>
    public sealed override bool TryRead(out ReadResult result)
    {
        bool canceled = Interlocked.Exchange(ref _canceled, false);
        if (HasBlock(out bool isFinal))
        {
            _lent = new ReadOnlySequence<byte>(CurrentMemory);
            result = new ReadResult(_lent, canceled, isFinal);
            return true;
        }

        _lent = ReadOnlySequence<byte>.Empty;
        result = new ReadResult(_lent, canceled, false);
        return canceled;
    }

    /// <inheritdoc/>
    public sealed override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ReadResult result;
        while (!TryRead(out result))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    /// <inheritdoc/>
    public sealed override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public sealed override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        int bytes = (int)_lent.Slice(_lent.Start, consumed).Length;
        bool allExamined = _lent.Slice(examined).IsEmpty;
        _lent = ReadOnlySequence<byte>.Empty;
        if (allExamined)
        {
            Advance(bytes);
        }
        else
        {
            AdvanceWithin(bytes);
        }
    }

    /// <inheritdoc/>
    public sealed override void CancelPendingRead()
    {
        Volatile.Write(ref _canceled, true);
        WakeWaiter();
    }

    /// <summary>Takes the first <paramref name="consumed"/> bytes off the current block, which stays lent.</summary>
    protected abstract void AdvanceWithin(int consumed);

    /// <summary>Makes a pending <see cref="WaitAsync"/> complete.</summary>
    protected virtual void WakeWaiter()
    {
    }

    private unsafe bool HasBlock(out bool isFinal) => TryGetBlock(out _, out _, out isFinal);
}
