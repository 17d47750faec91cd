namespace Compiled.State;

/// <summary>When and where <see cref="DurableState"/> folds its change log into FASTER.</summary>
internal sealed record DurableStateOptions
{
    /// <summary>A change log below this many bytes is not folded.</summary>
    public long LeastLogBytes { get; init; } = 64 << 20;

    /// <summary>
    /// The change log is folded when it is larger than all live groups times this. A fold costs about as much as writing its groups ten times; a restart reads the whole log.
    /// </summary>
    public int LogToLive { get; init; } = 4;

    /// <summary>A log of FASTER below this many bytes is not written anew however many of its records are outdated.</summary>
    public long LeastStoreBytes { get; init; } = 16 << 20;

    /// <summary>Runs a fold: on another thread, while the job goes on.</summary>
    public Func<Action, Task> Run { get; init; } = work => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
