using System.Globalization;

namespace Compiled.Sources;

/// <summary>What sources of connections share: an epoch is what has arrived on each of them, in the order in which they were made.</summary>
internal abstract class ConnectionSourceReader(string description, long maxBytesPerTrigger) : ByteSourceReader
{
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
        string position = string.Create(CultureInfo.InvariantCulture, $"{{\"consumed\":{ConsumedBytes()}}}");
        var segments = new List<ByteSegment>();
        foreach (Connection connection in _connections)
        {
            if (connection.BeginRange(maxBytesPerTrigger))
            {
                segments.Add(connection);
            }
        }

        RemoveFinished();
        return ValueTask.FromResult(segments.Count == 0 ? null : new ByteRange(position, segments));
    }

    public override ByteRange Replay(string position) => throw PositionText.NotReplayable(description);

    public override async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (!IsCompleted)
        {
            await Signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
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

    private long ConsumedBytes() => _finishedBytes + _connections.Sum(connection => connection.Position);

    private void RemoveFinished()
    {
        _finishedBytes += _connections.Where(connection => connection.IsFinished).Sum(connection => connection.Position);
        _connections.RemoveAll(connection => connection.IsFinished);
    }
}
