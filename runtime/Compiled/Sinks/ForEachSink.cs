namespace Compiled.Sinks;

/// <summary>Calls the program for every row. Made by <see cref="Sink.ForEach{T}(Action{T})"/> and its asynchronous forms.</summary>
/// <typeparam name="T">The query's row type.</typeparam>
public sealed class ForEachSink<T> : StreamSink<T>
{
    private readonly Func<IReadOnlyList<T>, CancellationToken, ValueTask> _deliver;

    internal ForEachSink(Func<IReadOnlyList<T>, CancellationToken, ValueTask> deliver) => _deliver = deliver;

    /// <inheritdoc/>
    public override string Description => $"for each {typeof(T).Name}";

    /// <inheritdoc/>
    public override SinkGuarantee Guarantee => SinkGuarantee.AtLeastOnce;

    /// <inheritdoc/>
    public override SinkWriter<T> Open(SinkContext<T> context) => new Writer(this, context);

    private sealed class Writer(ForEachSink<T> sink, SinkContext<T> context) : OwnedRowsWriter<T>(context)
    {
        protected override ValueTask DeliverAsync(long epoch, IReadOnlyList<T> rows, CancellationToken cancellationToken) => sink._deliver(rows, cancellationToken);
    }
}
