using System.Threading.Channels;
using Compiled.Execution;
using Compiled.Monitoring;

namespace Compiled;

/// <summary>A running pipeline. It has a thread of its own; every member may be called from any thread.</summary>
public sealed class Job : IAsyncDisposable
{
    private const int ProgressKept = 1024;
    private readonly JobOptions _options;
    private readonly JobSignals _signals = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<Channel<BatchProgress>> _subscribers = [];
    private readonly ProgressDisplay? _display;
    private volatile BatchProgress? _last;
    private bool _ended;

    private Job(JobOptions options)
    {
        _options = options;
        Name = options.Bindings.Program.Description.Name;
        Guarantee = GuaranteeText.Of(options);
        _display = options.ShowProgress ? ProgressDisplay.ForThisProcess() : null;
    }

    /// <summary>The pipeline's name.</summary>
    public string Name { get; }

    /// <summary>Which of at most once, at least once and exactly once the job gives end to end, and why: a sentence.</summary>
    public string Guarantee { get; }

    /// <summary>
    /// Completes when the job has ended: its trigger or its sources said so, or it was stopped. Fails with a <see cref="PipelineException"/> if the job failed:
    /// CMP0951 names batch, query and place and has the cause as inner exception; others, such as CMP0901 for a malformed row, say their own.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>The last batch that ended; null before the first.</summary>
    public BatchProgress? LastProgress => _last;

    /// <summary>
    /// Every batch that ends after this property was read, until the job ends (also if it fails: see <see cref="Completion"/>). A reader that falls more than 1024 batches behind
    /// misses the oldest.
    /// </summary>
    public IAsyncEnumerable<BatchProgress> Progress
    {
        get
        {
            var channel = Channel.CreateBounded<BatchProgress>(new BoundedChannelOptions(ProgressKept) { FullMode = BoundedChannelFullMode.DropOldest });
            lock (_lock)
            {
                if (_ended)
                {
                    channel.Writer.Complete();
                }
                else
                {
                    _subscribers.Add(channel);
                }
            }

            return channel.Reader.ReadAllAsync();
        }
    }

    /// <summary>Finishes the present batch, commits it and ends the job.</summary>
    /// <exception cref="PipelineException">The job failed, now or before.</exception>
    public Task StopAsync()
    {
        _signals.Stop();
        return Completion;
    }

    /// <summary>
    /// Completes when everything that the sources had when this was called has been processed and committed. With a processing-time trigger it waits for the trigger's time.
    /// With a source that never pauses it may not complete before the job ends.
    /// </summary>
    /// <exception cref="PipelineException">The job failed.</exception>
    public Task ProcessAllAvailableAsync() => _signals.WhenIdle(Completion);

    /// <summary>Stops the job and waits for its end. Does not throw if the job failed: <see cref="Completion"/> says so.</summary>
    public async ValueTask DisposeAsync()
    {
        _signals.Stop();
        await ((Task)Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _signals.Dispose();
    }

    internal static Job Start(JobOptions options)
    {
        var job = new Job(options);
        new Thread(job.Run) { IsBackground = true, Name = $"{job.Name} job" }.Start();
        return job;
    }

    private void Run()
    {
        PipelineException? failure = null;
        var place = new Place();
        EpochRunner? runner = null;
        try
        {
            try
            {
                runner = EpochRunner.Open(_options, place);
                _display?.Started(Name, Guarantee);
                RunEpochs(runner);
            }
            finally
            {
                runner?.Dispose();
            }
        }
        catch (Exception fault)
        {
            failure = JobFailure.Describe(Name, fault, place, runner?.FailedAt, runner?.Inputs ?? []);
        }

        End(failure);
    }

    private void RunEpochs(EpochRunner runner)
    {
        runner.EpochStarting = _display is null ? null : _display.BatchStarting;
        runner.Recover(Tell);
        using (var loop = new TriggerLoop(runner, _options.Trigger, _signals, _options.Clock, Tell))
        {
            loop.Run();
        }

        runner.SaveLastState();
    }

    private void Tell(BatchProgress progress)
    {
        _last = progress;
        _display?.Show(progress);
        _options.OnProgress?.Invoke(progress);
        lock (_lock)
        {
            foreach (Channel<BatchProgress> subscriber in _subscribers)
            {
                subscriber.Writer.TryWrite(progress);
            }
        }
    }

    private void End(PipelineException? failure)
    {
        _display?.Ended(failure);
        lock (_lock)
        {
            _ended = true;
            foreach (Channel<BatchProgress> subscriber in _subscribers)
            {
                subscriber.Writer.Complete();
            }
        }

        _signals.End(failure);
        if (failure is null)
        {
            _completion.SetResult();
        }
        else
        {
            _completion.SetException(failure);
        }
    }
}
