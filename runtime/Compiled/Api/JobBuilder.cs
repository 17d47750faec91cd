using Compiled.Execution;
using Compiled.Monitoring;

namespace Compiled;

/// <summary>
/// A pipeline whose inputs and outputs are bound, and how it shall run: what generated <c>Write(...)</c> returns. Each method changes the builder and returns it.
/// </summary>
/// <example>
/// <code>
/// await FlattenInvoices
///     .Read(invoices: Source.Files("input"))
///     .Write(items: Sink.JsonFiles("output"))
///     .Checkpoint("checkpoints/flatten")
///     .Trigger(Trigger.AvailableNow)
///     .RunAsync(cancellationToken);
/// </code>
/// </example>
public sealed class JobBuilder
{
    /// <summary>Made by generated code.</summary>
    /// <param name="bindings">The pipeline with every input and output bound.</param>
    public JobBuilder(PipelineBindings bindings) => Options = new JobOptions(bindings ?? throw new ArgumentNullException(nameof(bindings)));

    internal JobOptions Options { get; }

    /// <summary>Keeps progress and state in this folder, so that a restarted job continues where the last one stopped. Without it a restart begins anew.</summary>
    /// <param name="path">A folder of this job's own; made if absent.</param>
    public JobBuilder Checkpoint(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Options.CheckpointPath = path;
        return this;
    }

    /// <summary>When to run batches. Default: one after the other as input comes.</summary>
    public JobBuilder Trigger(Trigger trigger)
    {
        Options.Trigger = trigger ?? throw new ArgumentNullException(nameof(trigger));
        return this;
    }

    /// <summary>
    /// Threads that decode and aggregate. Default 1; a pipeline with a running fold over a stream (<c>Scan</c>) always runs on one. Results do not depend on timing whatever the number; sums of floating-point numbers may differ in the last digits between numbers of workers.
    /// </summary>
    /// <param name="count">1 to 256.</param>
    public JobBuilder Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 256);
        Options.Workers = count;
        return this;
    }

    /// <summary>Rows decoded at a time, the capacity of a worker's columns. Default 2048: columns of a few members and the bytes they come from stay in the second-level cache, most of them in the first.</summary>
    /// <param name="count">1 to 1 048 576.</param>
    public JobBuilder BatchRows(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1 << 20);
        Options.BatchRows = count;
        return this;
    }

    /// <summary>A limit on the length of rows, in bytes, for all inputs: stricter than the sources' own, which hold without it. A longer row ends the job (CMP0956).</summary>
    /// <param name="bytes">At least 1, at most 1 GiB.</param>
    public JobBuilder MaxRowBytes(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, 1 << 30);
        Options.MaxRowBytes = bytes;
        return this;
    }

    /// <summary>
    /// Makes state durable at most this often instead of with every batch. Batches are still logged and delivered one by one; after a crash those since the last durable state
    /// are computed again from their logged ranges, and not delivered again.
    /// </summary>
    /// <param name="interval">Not negative; zero means every batch.</param>
    public JobBuilder CheckpointEvery(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        Options.CheckpointEvery = interval;
        return this;
    }

    /// <summary>Calls <paramref name="receiver"/> after every batch, on the job's thread: what it does delays the next batch, and an exception from it ends the job.</summary>
    public JobBuilder OnProgress(Action<BatchProgress> receiver)
    {
        Options.OnProgress += receiver ?? throw new ArgumentNullException(nameof(receiver));
        return this;
    }

    /// <summary>Shows progress: a live line on standard output if that is a terminal, else a line a batch on standard error.</summary>
    public JobBuilder ShowProgress()
    {
        Options.ShowProgress = true;
        return this;
    }

    /// <summary>Starts the job on a thread of its own and returns at once. What goes wrong, also while opening sources, sinks and checkpoint, is told by <see cref="Job.Completion"/>.</summary>
    /// <exception cref="InvalidOperationException">An input or output is not bound.</exception>
    public Job Start() => Job.Start(Options);

    /// <summary>
    /// Runs the job to its end. Cancelling, Ctrl-C and SIGTERM end it in good order: the present batch is finished and committed, and the method returns normally.
    /// A second Ctrl-C or SIGTERM ends the process as if there were no handler. The handlers are removed when the method returns.
    /// </summary>
    /// <exception cref="PipelineException">The job failed; see <see cref="Job.Completion"/>.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        Job job = Start();
        await using (job.ConfigureAwait(false))
        {
            using var signals = new ShutdownSignals(() => job.StopAsync());
            using CancellationTokenRegistration registration = cancellationToken.Register(() => job.StopAsync());
            await job.Completion.ConfigureAwait(false);
        }
    }
}
