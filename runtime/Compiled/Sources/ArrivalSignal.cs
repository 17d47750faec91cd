namespace Compiled.Sources;

/// <summary>Tells a waiting source that something arrived. Any number of threads set it; waits that were given up do no harm.</summary>
internal sealed class ArrivalSignal
{
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set() => Volatile.Read(ref _arrived).TrySetResult();

    /// <summary>Forgets what was told. Call it before looking at what arrived, never after: an arrival in between must wake the next wait.</summary>
    public void Reset()
    {
        if (_arrived.Task.IsCompleted)
        {
            Volatile.Write(ref _arrived, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => Volatile.Read(ref _arrived).Task.WaitAsync(cancellationToken);
}
