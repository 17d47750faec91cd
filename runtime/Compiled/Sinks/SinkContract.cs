using Compiled.Execution;

namespace Compiled.Sinks;

/// <summary>What a sink promises when an epoch is delivered a second time after a crash.</summary>
public enum SinkGuarantee
{
    /// <summary>A repeated epoch replaces or skips the first delivery: files, memory, and foreach-batch if the user's code uses the batch id.</summary>
    Idempotent,

    /// <summary>A repeated epoch is delivered again: console, foreach.</summary>
    AtLeastOnce,
}

/// <summary>A sink that takes rows of every type: console, files. A description; <see cref="Open{T}"/> makes the part that runs.</summary>
public abstract class StreamSink
{
    /// <summary>Short text for plans and messages.</summary>
    public abstract string Description { get; }

    /// <summary>What happens to an epoch that is delivered twice.</summary>
    public abstract SinkGuarantee Guarantee { get; }

    /// <summary>Opens the sink for one query of a job.</summary>
    public abstract SinkWriter<T> Open<T>(SinkContext<T> context);
}

/// <summary>A sink for rows of one type: memory, foreach.</summary>
/// <typeparam name="T">The row type.</typeparam>
public abstract class StreamSink<T>
{
    /// <summary>Short text for plans and messages.</summary>
    public abstract string Description { get; }

    /// <summary>What happens to an epoch that is delivered twice.</summary>
    public abstract SinkGuarantee Guarantee { get; }

    /// <summary>Opens the sink for one query of a job.</summary>
    public abstract SinkWriter<T> Open(SinkContext<T> context);
}

/// <summary>What a sink is told when it is opened.</summary>
/// <typeparam name="T">The row type.</typeparam>
/// <param name="Query">The query's name.</param>
/// <param name="OutputMode">Its output mode.</param>
/// <param name="Codec">How rows are written.</param>
/// <param name="HasCheckpoint">Whether epochs may be repeated after a crash.</param>
public sealed record SinkContext<T>(string Query, OutputMode OutputMode, RowCodec<T> Codec, bool HasCheckpoint);

/// <summary>
/// A running sink. For each epoch, on one thread: <see cref="BeginEpoch"/>, <see cref="IRowReceiver{T}.Receive"/> any number of times, <see cref="StageAsync"/>,
/// and once the epoch's state is durable <see cref="CommitAsync"/>. After a crash the last uncommitted epoch comes again with the same number and the same rows.
/// </summary>
/// <typeparam name="T">The row type.</typeparam>
public abstract class SinkWriter<T> : IRowReceiver<T>, IAsyncDisposable
{
    /// <summary>Starts an epoch; what an earlier, uncommitted attempt at it left behind is discarded.</summary>
    public abstract void BeginEpoch(long epoch);

    /// <inheritdoc/>
    public abstract void Receive(ReadOnlySpan<T> rows);

    /// <summary>Makes the epoch's rows durable without showing them yet, as far as the sink can.</summary>
    public abstract ValueTask StageAsync(CancellationToken cancellationToken);

    /// <summary>Shows the epoch's rows. Must be idempotent.</summary>
    public abstract ValueTask CommitAsync(long epoch, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
