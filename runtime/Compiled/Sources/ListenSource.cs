using System.Net;
using System.Net.Sockets;
using Compiled.Sources;

namespace Compiled;

/// <summary>A TCP server to which any number of clients connect and send rows. Made by <see cref="Source.Listen"/>.</summary>
public sealed class ListenSource : ByteSource
{
    private readonly Lock _lock = new();
    private readonly IPAddress _address;
    private readonly int _requestedPort;
    private Socket? _listener;
    private int _boundPort;

    internal ListenSource(IPAddress address, int port, int maxRowBytes)
    {
        _address = address;
        _requestedPort = port;
        MaxRowBytes = maxRowBytes;
    }

    /// <summary>
    /// The port that clients connect to. Reading it, or starting the job, binds the port: if 0 was asked for, a free one was chosen then and is kept as long as this object is used.
    /// Clients may connect from that moment on; they are served once the job runs.
    /// </summary>
    /// <exception cref="PipelineException">CMP0939: the port is taken or may not be used.</exception>
    public int Port
    {
        get
        {
            lock (_lock)
            {
                if (_boundPort == 0)
                {
                    Bind();
                }

                return _boundPort;
            }
        }
    }

    /// <summary>Largest row, in bytes.</summary>
    public int MaxRowBytes { get; }

    /// <inheritdoc/>
    public override string Description => $"listen {_address}:{(_boundPort == 0 ? _requestedPort : _boundPort)}";

    /// <inheritdoc/>
    public override SourceGuarantee Guarantee => SourceGuarantee.NotReplayable;

    /// <inheritdoc/>
    public override ByteSourceReader Open(string input) => new ListenSourceReader(this);

    /// <summary>Gives away the listening socket; the next job binds the same port anew.</summary>
    internal Socket TakeListener()
    {
        lock (_lock)
        {
            Bind();
            Socket listener = _listener!;
            _listener = null;
            return listener;
        }
    }

    private void Bind()
    {
        if (_listener is not null)
        {
            return;
        }

        int port = _boundPort == 0 ? _requestedPort : _boundPort;
        var listener = new Socket(_address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(_address, port));
            listener.Listen();
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new PipelineException("CMP0939", $"Cannot listen on {_address}:{port}: {e.Message}. Choose another port (0 for any free one), or stop the program that has it.", e);
        }

        _listener = listener;
        _boundPort = ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
