using System.Collections.Concurrent;
using Compiled.Execution;

namespace Compiled.Sinks;

/// <summary>
/// What sinks that hand objects to the program share: rows are copied so that they own their text, kept until the epoch is durable, and delivered when it is committed.
/// A crash before that delivers nothing; a crash during it delivers the epoch again.
/// </summary>
internal abstract class OwnedRowsWriter<T>(SinkContext<T> context) : SinkWriter<T>
{
    // The commit of one epoch may overlap the rows of the next.
    private readonly ConcurrentDictionary<long, IReadOnlyList<T>> _staged = new();
    private readonly OwnedRows<T> _rows = new(context.Codec);
    private long _epoch;

    public override void BeginEpoch(long epoch)
    {
        _staged.TryRemove(epoch, out _);
        _epoch = epoch;
        _rows.Clear();
    }

    public override void Receive(ReadOnlySpan<T> rows) => _rows.Add(rows);

    public override ValueTask StageAsync(CancellationToken cancellationToken)
    {
        // An empty result is a result, no rows are no news.
        if (_rows.Count > 0 || context.OutputMode == OutputMode.Complete)
        {
            _staged[_epoch] = _rows.Take();
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask CommitAsync(long epoch, CancellationToken cancellationToken) =>
        _staged.TryRemove(epoch, out IReadOnlyList<T>? rows) ? DeliverAsync(epoch, rows, cancellationToken) : ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Gives the rows of an epoch to the program, which may keep them.</summary>
    protected abstract ValueTask DeliverAsync(long epoch, IReadOnlyList<T> rows, CancellationToken cancellationToken);
}
