using System.Buffers;
using System.IO.Pipelines;

namespace Compiled.Sources;

/// <summary>
/// Bytes of any <see cref="PipeReader"/>, copied into the block. At most one read is pending at a time, and a wait that its caller gave up stays usable.
/// </summary>
/// <param name="pipe">The pipe.</param>
/// <param name="origin">What it is called in messages.</param>
/// <param name="isOurs">
/// Whether the pipe is filled by a pump of ours, which signals arrivals. Then a read never stays pending: it would complete some time after the signal,
/// and who was woken by the signal would find nothing and wait for ever.
/// </param>
internal sealed class PipeBlockInput(PipeReader pipe, string origin, bool isOurs) : ConnectionInput
{
    private Task<ReadResult>? _pending;
    private long _budget = long.MaxValue;
    private bool _isWriterCompleted;

    public override bool IsPeerDone => _isWriterCompleted;

    public override void BeginRange(long bytes) => _budget = bytes;

    public override int Read(Span<byte> destination, out bool ended)
    {
        ended = false;
        if ((_budget == 0 && !_isWriterCompleted) || !TryRead(out ReadResult result))
        {
            return 0;
        }

        _isWriterCompleted = result.IsCompleted;
        ReadOnlySequence<byte> bytes = result.Buffer;
        long allowed = _isWriterCompleted ? bytes.Length : Math.Min(bytes.Length, _budget);
        int copied = (int)Math.Min(allowed, destination.Length);
        ReadOnlySequence<byte> taken = bytes.Slice(0, copied);
        taken.CopyTo(destination);
        _budget -= Math.Min(copied, _budget);
        ended = _isWriterCompleted && copied == bytes.Length;
        pipe.AdvanceTo(taken.End);
        return copied;
    }

    public override async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        _pending ??= pipe.ReadAsync(CancellationToken.None).AsTask();

        // A fault of the pipe is told by the read that follows, as a fault of this source.
        await ((Task)_pending).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public override void WakeWaiter() => pipe.CancelPendingRead();

    public override void Dispose() => pipe.Complete();

    private bool TryRead(out ReadResult result)
    {
        try
        {
            if (_pending is null && pipe.TryRead(out result))
            {
                return true;
            }

            if (isOurs && _pending is null)
            {
                result = default;
                return false;
            }

            // A reader over a stream gives nothing unless asked to read.
            _pending ??= pipe.ReadAsync(CancellationToken.None).AsTask();
            if (!_pending.IsCompleted)
            {
                result = default;
                return false;
            }

            result = _pending.GetAwaiter().GetResult();
            _pending = null;
            return true;
        }
        catch (Exception e) when (e is not PipelineException)
        {
            throw new PipelineException("CMP0934", $"Reading {origin} failed: {e.Message} Start the job again when the peer is there; what was sent and not yet committed must be sent again.", e);
        }
    }
}
