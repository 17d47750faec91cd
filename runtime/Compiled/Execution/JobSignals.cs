namespace Compiled.Execution;

/// <summary>What reaches a job from other threads: stop, and "tell me when all is processed". Wakes the job when it waits.</summary>
internal sealed class JobSignals : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private List<TaskCompletionSource> _waiters = [];
    private CancellationTokenSource? _waiting;
    private bool _ended;

    /// <summary>Whether the job shall end after the present batch.</summary>
    public bool IsStopRequested => _stop.IsCancellationRequested;

    /// <summary>Asks the job to end after the present batch.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }
        }

        _stop.Cancel();
    }

    /// <summary>A task that completes when a search for input that began after this call has found none.</summary>
    public Task WhenIdle(Task completion)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_ended)
            {
                return completion;
            }

            _waiters.Add(waiter);

            // Not Cancel: the wait would go on inside this lock, on this thread.
            _ = _waiting?.CancelAsync();
        }

        return waiter.Task;
    }

    /// <summary>Takes the waiters that the search which is about to begin may satisfy.</summary>
    public List<TaskCompletionSource> TakeWaiters()
    {
        lock (_lock)
        {
            List<TaskCompletionSource> taken = _waiters;
            _waiters = [];
            return taken;
        }
    }

    /// <summary>Puts waiters back: there was input, so the next search decides.</summary>
    public void Return(List<TaskCompletionSource> waiters)
    {
        lock (_lock)
        {
            _waiters.AddRange(waiters);
        }
    }

    /// <summary>A token that ends a wait for input on stop and when a waiter comes; null if there is no reason to wait at all.</summary>
    public CancellationTokenSource? BeginWait()
    {
        lock (_lock)
        {
            if (_waiters.Count > 0 || IsStopRequested)
            {
                return null;
            }

            return _waiting = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        }
    }

    /// <summary>The wait is over.</summary>
    public void EndWait()
    {
        lock (_lock)
        {
            _waiting?.Dispose();
            _waiting = null;
        }
    }

    /// <summary>Waits until a moment or stop, whichever is first.</summary>
    public async ValueTask DelayAsync(TimeSpan time, TimeProvider clock)
    {
        try
        {
            await Task.Delay(time, clock, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop looks at IsStopRequested.
        }
    }

    /// <summary>The job has ended; whoever still waits is told how.</summary>
    public void End(Exception? failure)
    {
        List<TaskCompletionSource> waiters;
        lock (_lock)
        {
            _ended = true;
            waiters = _waiters;
            _waiters = [];
        }

        foreach (TaskCompletionSource waiter in waiters)
        {
            if (failure is null)
            {
                waiter.TrySetResult();
            }
            else
            {
                waiter.TrySetException(failure);
            }
        }
    }

    public void Dispose() => _stop.Dispose();
}
