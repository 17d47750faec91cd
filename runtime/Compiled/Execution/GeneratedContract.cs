using Compiled.Memory;
using Compiled.State;

namespace Compiled.Execution;

// What generated code implements and what execution calls: one virtual call a frame, a batch or an epoch, never one a row.

/// <summary>One compiled pipeline: what it is made of, and its workers. Implemented by generated code.</summary>
public abstract class PipelineProgram
{
    /// <summary>Names, inputs, queries and the plan as text.</summary>
    public abstract PipelineDescription Description { get; }

    /// <summary>Makes a worker; worker 0 owns the state, the others hold partial results that are merged into it at the end of an epoch.</summary>
    public abstract PipelineWorker CreateWorker(WorkerContext context);
}

/// <summary>The part of a pipeline that runs on one core: decoders, columns, loops and state. Not thread-safe; used by one thread at a time.</summary>
public abstract class PipelineWorker : IDisposable
{
    /// <summary>
    /// The query and operator whose code is running, for the message of a failure, for example <c>query 'Totals', Where</c>; null when unknown. Generated code sets it once a loop and batch.
    /// </summary>
    public string? RunningAt { get; protected set; }

    /// <summary>State that workers may divide among them, in the same order on every worker; asked for once. Default: none, so that all of it is merged into worker 0's.</summary>
    public virtual KeyedState[] KeyedStates => [];

    /// <summary>
    /// Begins a segment (file, connection) of input <paramref name="input"/>: forgets the last one's header, skips a byte-order mark, reads the header if the format has one.
    /// Called on every worker with the segment's first frame.
    /// </summary>
    /// <returns>Bytes to skip before the first row, or -1 if the frame holds no whole header yet (never when the frame is final).</returns>
    public abstract int BeginSegment(int input, in Frame frame);

    /// <summary>Decodes the whole rows at the front of <paramref name="frame"/> and runs every query over them.</summary>
    /// <returns>Bytes consumed: up to the end of the last whole row, everything if the frame is final.</returns>
    public abstract int Consume(int input, in Frame frame);

    /// <summary>Runs every query over rows that are objects already (memory and rate sources).</summary>
    /// <typeparam name="T">The row type of the input.</typeparam>
    public abstract void ConsumeRows<T>(int input, ReadOnlySpan<T> rows);

    /// <summary>Gives every pending output row to its port. Called before the frames of a round are reused, and before <see cref="Merge"/>.</summary>
    public abstract void Flush();

    /// <summary>Adds the partial results of <paramref name="other"/> to this worker's state and empties them. Called in worker order, after a round or at the end of an epoch.</summary>
    public abstract void Merge(PipelineWorker other);

    /// <summary>
    /// Ends an epoch on worker 0: computes the new watermarks, delivers results by output mode to the ports, drops expired windows.
    /// The watermarks of <see cref="WorkerContext.Watermarks"/> are replaced by the new ones.
    /// </summary>
    public abstract void EndEpoch();

    /// <summary>Whether an epoch without input would still deliver or drop something, because the watermark has moved since windows were last examined.</summary>
    public abstract bool HasPendingTime { get; }

    /// <summary>Gives the groups that changed since the last call, and the windows that were dropped, to <paramref name="changes"/>.</summary>
    public abstract void SaveState(StateChanges changes);

    /// <summary>Rebuilds all state from <paramref name="groups"/>. Called once, before the first epoch.</summary>
    public abstract void LoadState(ISavedGroups groups);

    /// <summary>Adds this worker's figures of the current epoch to <paramref name="counters"/> (one entry an input, one a query) and sets its own to zero.</summary>
    public abstract void CollectCounters(EpochCounters counters);

    /// <summary>Frees columns and tables.</summary>
    public abstract void Dispose();
}

/// <summary>What a worker is given when it is made.</summary>
/// <param name="Index">0 for the owner of the state.</param>
/// <param name="BatchRows">Rows decoded at a time: capacity of the columns.</param>
/// <param name="Malformed">What to do with rows that cannot be decoded; an entry an input.</param>
/// <param name="Ports">Where results go, an entry a query: an <see cref="OutputPort{T}"/> of the query's row type.</param>
/// <param name="Watermarks">Current watermark (UTC ticks) of each watermark operator, shared by all workers; <see cref="long.MinValue"/> before the first row. Changed only by <see cref="PipelineWorker.EndEpoch"/>.</param>
public sealed record WorkerContext(int Index, int BatchRows, MalformedRows[] Malformed, OutputPort[] Ports, long[] Watermarks);

/// <summary>What a pipeline is made of: all that execution and monitoring know about it.</summary>
/// <param name="Name">The class, with its namespace.</param>
/// <param name="Inputs">Its inputs, in the order of the ids used by <see cref="PipelineWorker"/>.</param>
/// <param name="Queries">Its queries, in the order of <see cref="WorkerContext.Ports"/>.</param>
/// <param name="WatermarkCount">Number of watermark operators.</param>
/// <param name="Plan">The plan as text: what <c>Explain()</c> returns.</param>
/// <param name="StateSchema">The state's layout as text: a checkpoint written under another one is refused.</param>
public sealed record PipelineDescription(string Name, InputDescription[] Inputs, QueryDescription[] Queries, int WatermarkCount, string Plan, string StateSchema);

/// <summary>One input of a pipeline.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Framing">How rows are told apart in its bytes.</param>
/// <param name="RecordBytes">Size of a record for <see cref="RowFraming.FixedSize"/>, else 0.</param>
public sealed record InputDescription(string Name, RowFraming Framing, int RecordBytes);

/// <summary>One query of a pipeline.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="OutputMode">Its output mode.</param>
/// <param name="IsStateful">Whether it keeps groups or an accumulator between batches.</param>
/// <param name="Watermarks">Ids of the watermark operators above it.</param>
public sealed record QueryDescription(string Name, OutputMode OutputMode, bool IsStateful, int[] Watermarks)
{
    /// <summary>Whether rows must be seen in the order of input (a running fold): such a pipeline runs on one worker, whatever was asked for.</summary>
    public bool NeedsOrder { get; init; }
}

/// <summary>How rows are told apart in bytes.</summary>
public enum RowFraming
{
    /// <summary>A line feed ends a row.</summary>
    Newline,

    /// <summary>A line feed outside double quotes ends a row (CSV).</summary>
    QuotedNewline,

    /// <summary>Rows have a fixed size.</summary>
    FixedSize,

    /// <summary>Rows are objects; there are no bytes.</summary>
    Objects,
}
