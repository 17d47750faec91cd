using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>What sources of connections share: an epoch is what has arrived on each of them, in the order in which they were made.</summary>
internal abstract class ConnectionSourceReader(string description, long maxBytesPerTrigger) : ByteSourceReader
{
    /// <summary>With more connections than this, looking at all of them takes longer than being woken.</summary>
    private const int MostWatched = 16;

    private const int SpinsBetweenLooks = 20;

    private static readonly TimeSpan s_watchTime = TimeSpan.FromMicroseconds(50);
    private readonly List<Connection> _connections = [];
    private long _finishedBytes;

    public override bool IsCompleted => NoMoreConnections && _connections.TrueForAll(connection => connection.IsFinished);

    /// <summary>Whether no further connection will be made.</summary>
    protected abstract bool NoMoreConnections { get; }

    protected ArrivalSignal Signal { get; } = new();

    public override ValueTask<ByteRange?> PlanAsync(bool all, CancellationToken cancellationToken)
    {
        Signal.Reset();
        TakeNewConnections(_connections);
        List<ByteSegment>? segments = null;
        foreach (Connection connection in _connections)
        {
            if (connection.BeginRange(maxBytesPerTrigger))
            {
                (segments ??= []).Add(connection);
            }
        }

        RemoveFinished();
        return ValueTask.FromResult(segments is null ? null : new ByteRange(string.Create(CultureInfo.InvariantCulture, $"{{\"consumed\":{ConsumedBytes()}}}"), segments));
    }

    public override ByteRange Replay(string position) => throw PositionText.NotReplayable(description);

    /// <summary>For a caller that cannot watch sockets itself: a thread sleeps in its place.</summary>
    public override ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        List<Socket> sockets = [];
        ValueTask other = WaitAsync(sockets, cancellationToken);
        return other.IsCompleted || sockets.Count == 0 ? other : new ValueTask(SleepAsync(sockets, other.AsTask(), cancellationToken));
    }

    internal override ValueTask WaitAsync(List<Socket> watched, CancellationToken cancellationToken)
    {
        if (IsCompleted || ArrivesSoon())
        {
            return ValueTask.CompletedTask;
        }

        foreach (Connection connection in _connections)
        {
            if (connection.Watched is { } socket)
            {
                watched.Add(socket);
            }
        }

        return new ValueTask(Signal.WaitAsync(cancellationToken));
    }

    public override ValueTask CommitAsync(ByteRange range, CancellationToken cancellationToken)
    {
        RemoveFinished();

        // The range may have ended with its limit of bytes and not because nothing more had come: look again before waiting.
        Signal.Set();
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _connections.ForEach(connection => connection.Close());
        return ValueTask.CompletedTask;
    }

    /// <summary>Moves connections that were made since the last call to <paramref name="connections"/>.</summary>
    protected abstract void TakeNewConnections(List<Connection> connections);

    private static async Task SleepAsync(List<Socket> sockets, Task other, CancellationToken cancellationToken)
    {
        using (var sleep = new SocketSleep())
        {
            await Task.Factory.StartNew(() => sleep.Until(sockets, other), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    // To sleep and be woken costs more than most gaps between arrivals at a high rate last, so the job looks for some microseconds first.
    private bool ArrivesSoon()
    {
        if (Signal.IsSet)
        {
            return true;
        }

        if (Environment.ProcessorCount == 1 || _connections.Count > MostWatched)
        {
            return false;
        }

        long start = Stopwatch.GetTimestamp();
        do
        {
            if (Signal.IsSet || _connections.Exists(connection => connection.HasArrived))
            {
                return true;
            }

            Thread.SpinWait(SpinsBetweenLooks);
        }
        while (Stopwatch.GetElapsedTime(start) < s_watchTime);
        return false;
    }

    private long ConsumedBytes()
    {
        long consumed = _finishedBytes;
        foreach (Connection connection in _connections)
        {
            consumed += connection.Position;
        }

        return consumed;
    }

    private void RemoveFinished()
    {
        foreach (Connection connection in _connections)
        {
            _finishedBytes += connection.IsFinished ? connection.Position : 0;
        }

        _connections.RemoveAll(connection => connection.IsFinished);
    }
}
