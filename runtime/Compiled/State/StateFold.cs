namespace Compiled.State;

/// <summary>One fold of the change log into FASTER, running on another thread.</summary>
internal sealed class StateFold
{
    private readonly CancellationTokenSource _givenUp = new();
    private readonly Task _running;
    private FasterCheckpoint _result;

    /// <summary>Starts it.</summary>
    /// <param name="nextFile">Number of the first file of changes that is not folded.</param>
    /// <param name="bytes">Size of those that are.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="fold">The work.</param>
    public StateFold(int nextFile, long bytes, Func<Action, Task> run, Func<CancellationToken, FasterCheckpoint> fold)
    {
        NextFile = nextFile;
        Bytes = bytes;
        _running = run(() => _result = fold(_givenUp.Token));
    }

    /// <summary>Number of the first file of changes that is not folded.</summary>
    public int NextFile { get; }

    /// <summary>Bytes of changes that are folded.</summary>
    public long Bytes { get; }

    /// <summary>Whether it is over.</summary>
    public bool IsCompleted => _running.IsCompleted;

    /// <summary>Waits for the end and says what FASTER holds then; throws what went wrong.</summary>
    public FasterCheckpoint Result()
    {
        _running.GetAwaiter().GetResult();
        return _result;
    }

    /// <summary>Ends it without a result and returns when it has ended.</summary>
    public void GiveUp()
    {
        _givenUp.Cancel();

        // Whatever became of it, nobody asks any more.
        _running.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
    }
}
