using Compiled.Sinks;

namespace Compiled.Execution;

/// <summary>A query's running output: its sink and the ports that lead to it.</summary>
internal abstract class OutputRunner : IAsyncDisposable
{
    /// <summary>Makes the port of a worker; called once for each, in order.</summary>
    public abstract OutputPort CreatePort(int worker);

    /// <summary>Starts an epoch.</summary>
    /// <param name="epoch">Its number.</param>
    /// <param name="deliver">False if it was delivered before a crash and is only run again to rebuild state: its rows are then let go.</param>
    public abstract void BeginEpoch(long epoch, bool deliver);

    /// <summary>Gives the sink what workers other than 0 have made in a round, in their order.</summary>
    public abstract void EndRound();

    public abstract ValueTask StageAsync();

    public abstract ValueTask CommitAsync(long epoch);

    public abstract ValueTask DisposeAsync();
}

/// <inheritdoc/>
internal sealed class OutputRunner<T>(string query, string description, SinkWriter<T> writer, RowCodec<T> codec) : OutputRunner, IRowReceiver<T>
{
    private readonly List<RoundBuffer<T>> _buffers = [];
    private bool _deliver;

    public override OutputPort CreatePort(int worker)
    {
        if (worker == 0)
        {
            return new OutputPort<T>(this);
        }

        var buffer = new RoundBuffer<T>(codec);
        _buffers.Add(buffer);
        return new OutputPort<T>(buffer);
    }

    public override void BeginEpoch(long epoch, bool deliver)
    {
        _deliver = deliver;
        if (!deliver)
        {
            return;
        }

        try
        {
            writer.BeginEpoch(epoch);
        }
        catch (Exception fault)
        {
            throw new SinkFault(query, description, fault);
        }
    }

    public void Receive(ReadOnlySpan<T> rows)
    {
        if (!_deliver)
        {
            return;
        }

        try
        {
            writer.Receive(rows);
        }
        catch (Exception fault)
        {
            throw new SinkFault(query, description, fault);
        }
    }

    public override void EndRound()
    {
        foreach (RoundBuffer<T> buffer in _buffers)
        {
            buffer.DrainTo(this);
        }
    }

    public override async ValueTask StageAsync()
    {
        try
        {
            await writer.StageAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            throw new SinkFault(query, description, fault);
        }
    }

    public override async ValueTask CommitAsync(long epoch)
    {
        try
        {
            await writer.CommitAsync(epoch, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            throw new SinkFault(query, description, fault);
        }
    }

    public override ValueTask DisposeAsync() => writer.DisposeAsync();
}
