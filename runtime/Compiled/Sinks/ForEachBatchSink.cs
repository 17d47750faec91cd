namespace Compiled.Sinks;

/// <summary>Calls the program with the rows of an epoch and its number. Made by <see cref="Sink.ForEachBatch{T}(Action{IReadOnlyList{T}, long}, bool)"/> and its asynchronous form.</summary>
/// <typeparam name="T">The query's row type.</typeparam>
public sealed class ForEachBatchSink<T> : StreamSink<T>
{
    private readonly Func<IReadOnlyList<T>, long, CancellationToken, ValueTask> _deliver;

    internal ForEachBatchSink(Func<IReadOnlyList<T>, long, CancellationToken, ValueTask> deliver, bool idempotent)
    {
        _deliver = deliver;
        Guarantee = idempotent ? SinkGuarantee.Idempotent : SinkGuarantee.AtLeastOnce;
    }

    /// <inheritdoc/>
    public override string Description => $"for each batch of {typeof(T).Name}";

    /// <inheritdoc/>
    public override SinkGuarantee Guarantee { get; }

    /// <inheritdoc/>
    public override SinkWriter<T> Open(SinkContext<T> context) => new Writer(this, context);

    private sealed class Writer(ForEachBatchSink<T> sink, SinkContext<T> context) : OwnedRowsWriter<T>(context)
    {
        protected override ValueTask DeliverAsync(long epoch, IReadOnlyList<T> rows, CancellationToken cancellationToken) => sink._deliver(rows, epoch, cancellationToken);
    }
}
