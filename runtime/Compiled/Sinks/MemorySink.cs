using Compiled.Sinks;

namespace Compiled;

/// <summary>Keeps results in memory, for tests and small results. Made by <see cref="Sink.Memory{T}"/>. Thread-safe; rows own their text.</summary>
/// <typeparam name="T">The query's row type.</typeparam>
public sealed class MemorySink<T> : StreamSink<T>
{
    private readonly Lock _lock = new();
    private readonly List<MemoryBatch<T>> _batches = [];
    private IReadOnlyList<T>? _rows;
    private bool _isWholeResult;

    internal MemorySink()
    {
    }

    /// <summary>
    /// In output modes Append and Update all rows ever committed, in order; in Complete the last result. A snapshot: it does not change afterwards.
    /// </summary>
    public IReadOnlyList<T> Rows
    {
        get
        {
            lock (_lock)
            {
                return _rows ??= _isWholeResult ? _batches[^1].Rows : [.. _batches.SelectMany(batch => batch.Rows)];
            }
        }
    }

    /// <summary>The committed epochs that had rows (in output mode Complete: all), in order. A snapshot.</summary>
    public IReadOnlyList<MemoryBatch<T>> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    /// <inheritdoc/>
    public override string Description => $"memory {typeof(T).Name}";

    /// <inheritdoc/>
    public override SinkGuarantee Guarantee => SinkGuarantee.Idempotent;

    /// <inheritdoc/>
    public override SinkWriter<T> Open(SinkContext<T> context) => new Writer(this, context);

    private void Add(MemoryBatch<T> batch, bool isWholeResult)
    {
        lock (_lock)
        {
            // An epoch that comes again after a crash replaces its first delivery.
            int index = _batches.FindIndex(known => known.Epoch == batch.Epoch);
            if (index < 0)
            {
                _batches.Add(batch);
            }
            else
            {
                _batches[index] = batch;
            }

            _isWholeResult = isWholeResult;
            _rows = null;
        }
    }

    private sealed class Writer(MemorySink<T> sink, SinkContext<T> context) : OwnedRowsWriter<T>(context)
    {
        private readonly bool _isWholeResult = context.OutputMode == OutputMode.Complete;

        protected override ValueTask DeliverAsync(long epoch, IReadOnlyList<T> rows, CancellationToken cancellationToken)
        {
            sink.Add(new MemoryBatch<T>(epoch, rows is T[] array ? Array.AsReadOnly(array) : rows), _isWholeResult);
            return ValueTask.CompletedTask;
        }
    }
}
