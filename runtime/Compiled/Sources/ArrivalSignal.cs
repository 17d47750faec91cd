namespace Compiled.Sources;

/// <summary>Tells a waiting source that something arrived. Any number of threads set it; waits that were given up do no harm.</summary>
internal sealed class ArrivalSignal
{
    // Who waits is a thread that is blocked, or what leads to it: no work of any length runs in Set.
    private TaskCompletionSource _arrived = new();

    /// <summary>Whether something arrived since <see cref="Reset"/>.</summary>
    public bool IsSet => Volatile.Read(ref _arrived).Task.IsCompleted;

    public void Set() => Volatile.Read(ref _arrived).TrySetResult();

    /// <summary>Forgets what was told. Call it before looking at what arrived, never after: an arrival in between must wake the next wait.</summary>
    public void Reset()
    {
        if (_arrived.Task.IsCompleted)
        {
            Volatile.Write(ref _arrived, new TaskCompletionSource());
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => Volatile.Read(ref _arrived).Task.WaitAsync(cancellationToken);
}
