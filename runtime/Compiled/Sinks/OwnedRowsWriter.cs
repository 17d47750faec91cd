using System.Collections.Concurrent;
using Compiled.Execution;

namespace Compiled.Sinks;

/// <summary>
/// What sinks that hand objects to the program share: rows are copied so that they own their text, kept until the epoch is durable, and delivered when it is committed.
/// A crash before that delivers nothing; a crash during it delivers the epoch again.
/// </summary>
internal abstract class OwnedRowsWriter<T>(SinkContext<T> context) : SinkWriter<T>
{
    private readonly RowCodec<T> _codec = context.Codec;

    // The commit of one epoch may overlap the rows of the next.
    private readonly ConcurrentDictionary<long, T[]> _staged = new();
    private T[] _rows = [];
    private int _count;
    private long _epoch;

    public override void BeginEpoch(long epoch)
    {
        _staged.TryRemove(epoch, out _);
        _epoch = epoch;
        _count = 0;
    }

    public override void Receive(ReadOnlySpan<T> rows)
    {
        if (_rows.Length - _count < rows.Length)
        {
            Array.Resize(ref _rows, (int)Math.Max(Math.Min(_rows.Length * 2L, Array.MaxLength), (long)_count + rows.Length));
        }

        _codec.CopyOwned(rows, _rows.AsSpan(_count));
        _count += rows.Length;
    }

    public override ValueTask StageAsync(CancellationToken cancellationToken)
    {
        // An empty result is a result, no rows are no news.
        if (_count > 0 || context.OutputMode == OutputMode.Complete)
        {
            _staged[_epoch] = _rows.AsSpan(0, _count).ToArray();
            Array.Clear(_rows, 0, _count);
            _count = 0;
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask CommitAsync(long epoch, CancellationToken cancellationToken) =>
        _staged.TryRemove(epoch, out T[]? rows) ? DeliverAsync(epoch, rows, cancellationToken) : ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Gives the rows of an epoch to the program, which may keep them.</summary>
    protected abstract ValueTask DeliverAsync(long epoch, T[] rows, CancellationToken cancellationToken);
}
