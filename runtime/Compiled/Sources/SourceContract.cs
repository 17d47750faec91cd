using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>What a source promises about replay, and so how exact a job over it can be.</summary>
public enum SourceGuarantee
{
    /// <summary>What was read can be read again from a stated position: files.</summary>
    Replayable,

    /// <summary>What was read is gone: a socket, a pipe.</summary>
    NotReplayable,
}

/// <summary>
/// Where a job's input comes from, as bound at <c>Read</c>. The object is a description; Opening it makes the part that runs. One description may be opened by one job at a time.
/// </summary>
public abstract class StreamSource
{
    /// <summary>Short text for plans and messages, for example <c>files input/*.json</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Whether input can be read again after a crash.</summary>
    public abstract SourceGuarantee Guarantee { get; }
}

/// <summary>A source whose rows are bytes in some format.</summary>
public abstract class ByteSource : StreamSource
{
    /// <summary>Opens the source for one job.</summary>
    /// <param name="input">Name of the input it is bound to.</param>
    public abstract ByteSourceReader Open(string input);
}

/// <summary>
/// A running source. Execution calls it from one thread: plan the next epoch's range, log it, read it, commit it.
/// </summary>
public abstract class ByteSourceReader : IAsyncDisposable
{
    /// <summary>
    /// Goes to the position after everything committed: called once before anything else.
    /// </summary>
    /// <param name="committed">
    /// The position texts (<see cref="ByteRange.Position"/>) of all committed epochs in order, empty to start from the beginning. The first may be what <see cref="Compact"/> made of earlier ones.
    /// </param>
    public abstract ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken);

    /// <summary>
    /// One text that stands for all of <paramref name="committed"/> when the source is started again, so that execution may forget the single ones.
    /// Only a source that must remember every range (files) needs more than the last, which is what this gives unless overridden.
    /// </summary>
    /// <param name="committed">Committed position texts in order, at least one; the first may itself be the result of an earlier call.</param>
    public virtual string Compact(IReadOnlyList<string> committed) => committed[^1];

    /// <summary>
    /// What there is to read now, not more than one epoch may take: null if there is nothing. Does not wait. The range is logged before it is read.
    /// </summary>
    /// <param name="all">Whether the trigger wants everything available in as few epochs as the source's own limits allow.</param>
    public abstract ValueTask<ByteRange?> PlanAsync(bool all, CancellationToken cancellationToken);

    /// <summary>The range that a logged position text stands for, to be read again after a crash. Only for replayable sources.</summary>
    /// <exception cref="PipelineException">The input is no longer there.</exception>
    public abstract ByteRange Replay(string position);

    /// <summary>Completes when <see cref="PlanAsync"/> may have something, or when the source has ended. May complete early.</summary>
    public abstract ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>
    /// As the other, for a caller that watches sockets: an arrival on one of those that are added to <paramref name="watched"/> does not complete the task.
    /// </summary>
    internal virtual ValueTask WaitAsync(List<Socket> watched, CancellationToken cancellationToken) => WaitAsync(cancellationToken);

    /// <summary>Whether nothing will ever come again.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>The range is durable downstream and need not be read again.</summary>
    public abstract ValueTask CommitAsync(ByteRange range, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>What one epoch reads of one input.</summary>
/// <param name="position">
/// The range as text, one line, readable by a person: enough to read it again (<see cref="ByteSourceReader.Replay"/>) and, with those of the epochs before, to go on after it (<see cref="ByteSourceReader.StartAsync"/>).
/// </param>
/// <param name="segments">Its parts in order.</param>
public sealed class ByteRange(string position, IReadOnlyList<ByteSegment> segments)
{
    /// <summary>The range as text.</summary>
    public string Position { get; } = position;

    /// <summary>Files, connections.</summary>
    public IReadOnlyList<ByteSegment> Segments { get; } = segments;
}

/// <summary>
/// One file or connection (or what has arrived on it). Format state such as a CSV header belongs to a segment and lasts as long as <see cref="Key"/> comes back in later ranges.
/// </summary>
public abstract class ByteSegment
{
    /// <summary>Identifies the file or connection; equal keys in successive epochs continue the same stream of bytes.</summary>
    public abstract string Key { get; }

    /// <summary>Name for messages: a path, an address.</summary>
    public abstract string Origin { get; }

    /// <summary>Whether the segment's bytes end with this range, so that a last row without newline is complete. A connection's do only when it is closed.</summary>
    public abstract bool EndsHere { get; }

    /// <summary>
    /// The bytes, a block at a time through <see cref="BlockPipeReader.TryGetBlock"/>, which never waits: when it says false, all that has arrived was read and the epoch's part ends.
    /// For a connection the same reader comes back each epoch and holds what was not consumed; it is completed by whoever reads its final block. A file's reader is new each time.
    /// </summary>
    public abstract BlockPipeReader OpenReader();
}

/// <summary>A source whose rows are objects already.</summary>
/// <typeparam name="T">The row type.</typeparam>
public abstract class RowSource<T> : StreamSource
{
    /// <summary>Opens the source for one job.</summary>
    public abstract RowSourceReader<T> Open(string input);
}

/// <summary>A running source of rows; the same life as <see cref="ByteSourceReader"/>.</summary>
/// <typeparam name="T">The row type.</typeparam>
public abstract class RowSourceReader<T> : IAsyncDisposable
{
    /// <inheritdoc cref="ByteSourceReader.StartAsync"/>
    public abstract ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken);

    /// <inheritdoc cref="ByteSourceReader.Compact"/>
    public virtual string Compact(IReadOnlyList<string> committed) => committed[^1];

    /// <summary>What there is to read now, as a position text, or null.</summary>
    public abstract ValueTask<string?> PlanAsync(bool all, CancellationToken cancellationToken);

    /// <summary>The rows of a planned or logged range, a block at a time; an empty block ends it. A block is valid until the next call.</summary>
    /// <param name="position">What <see cref="PlanAsync"/> gave, now or before a crash.</param>
    /// <param name="cursor">Zero at first; kept by the caller, changed by the source.</param>
    public abstract ReadOnlyMemory<T> Read(string position, ref long cursor);

    /// <inheritdoc cref="ByteSourceReader.WaitAsync(CancellationToken)"/>
    public abstract ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="ByteSourceReader.IsCompleted"/>
    public abstract bool IsCompleted { get; }

    /// <summary>The range is durable downstream.</summary>
    public abstract ValueTask CommitAsync(string position, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
