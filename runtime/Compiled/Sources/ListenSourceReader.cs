using System.Globalization;
using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>Accepts clients while the job runs; each is a connection of its own.</summary>
internal sealed class ListenSourceReader(ListenSource source) : ConnectionSourceReader(source.Description, BlockLimits.ConnectionRange)
{
    private readonly Lock _lock = new();
    private readonly List<Connection> _accepted = [];
    private readonly CancellationTokenSource _stop = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private long _count;

    /// <summary>The next client may come at any time; a job over a listener ends when it is stopped.</summary>
    protected override bool NoMoreConnections => false;

    public override ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken)
    {
        _listener = source.TakeListener();
        _accepting = Task.Run(AcceptAllAsync, CancellationToken.None);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener?.Dispose();
        await _accepting.ConfigureAwait(false);
        _accepted.ForEach(connection => connection.Close());
        _stop.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void TakeNewConnections(List<Connection> connections)
    {
        lock (_lock)
        {
            connections.AddRange(_accepted);
            _accepted.Clear();
        }
    }

    private async Task AcceptAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Add(await _listener!.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // A client that went away while it was being accepted is its own concern.
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private void Add(Socket client)
    {
        string origin = client.RemoteEndPoint?.ToString() ?? "unknown peer";
        string key = string.Create(CultureInfo.InvariantCulture, $"{origin}#{++_count}");
        lock (_lock)
        {
            _accepted.Add(new Connection(key, origin, new SocketInput(client, origin, lossIsFault: false), source.MaxRowBytes));
        }

        Signal.Set();
    }
}
