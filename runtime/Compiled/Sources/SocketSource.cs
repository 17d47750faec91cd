using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>A TCP connection to a server that sends rows. Made by <see cref="Source.Socket"/>.</summary>
public sealed class SocketSource : ByteSource
{
    internal SocketSource(string host, int port, int maxRowBytes)
    {
        Host = host;
        Port = port;
        MaxRowBytes = maxRowBytes;
    }

    /// <summary>The server.</summary>
    public string Host { get; }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Largest row, in bytes.</summary>
    public int MaxRowBytes { get; }

    /// <inheritdoc/>
    public override string Description => $"socket {Host}:{Port}";

    /// <inheritdoc/>
    public override SourceGuarantee Guarantee => SourceGuarantee.NotReplayable;

    /// <inheritdoc/>
    public override ByteSourceReader Open(string input) => new Reader(this);

    private sealed class Reader(SocketSource source) : ConnectionSourceReader(source.Description, BlockLimits.ConnectionRange)
    {
        private Connection? _connection;
        private bool _taken;

        protected override bool NoMoreConnections => _taken;

        private string Address => $"{source.Host}:{source.Port}";

        public override async ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await ConnectAsync(socket, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                throw new PipelineException(
                    "CMP0933",
                    $"Cannot connect to {Address}: {e.Message}. Source.Socket is a client: start the server first (for a trial: nc -lk {source.Port}), or use Source.Listen to be the server.",
                    e);
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            _connection = new Connection(Address, Address, new SocketInput(socket, Address, lossIsFault: true), source.MaxRowBytes);
        }

        public override ValueTask DisposeAsync()
        {
            _connection?.Close();
            return base.DisposeAsync();
        }

        // Not Socket.ConnectAsync, after which the framework's socket thread is woken by all that arrives: see SocketSleep.
        private async Task ConnectAsync(Socket socket, CancellationToken cancellationToken)
        {
            await using CancellationTokenRegistration giveUp = cancellationToken.Register(socket.Dispose);
            try
            {
                await Task.Run(() => socket.Connect(source.Host, source.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException && cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }

        protected override void TakeNewConnections(List<Connection> connections)
        {
            if (!_taken && _connection is not null)
            {
                connections.Add(_connection);
                _taken = true;
            }
        }
    }
}
