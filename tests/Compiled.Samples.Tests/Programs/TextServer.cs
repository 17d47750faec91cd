using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Compiled.Samples.Tests.Programs;

/// <summary>What `nc -l` is at a prompt: a listener on loopback that sends text to the one who connects.</summary>
internal sealed class TextServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _client;

    public TextServer() => _listener.Start();

    public string Port => ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public int PortNumber => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Sends to the client, waiting for it to connect the first time.</summary>
    public void Send(string text)
    {
        _client ??= _listener.AcceptSocket();
        _client.Send(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Ends the connection in good order.</summary>
    public void Close()
    {
        _client!.Shutdown(SocketShutdown.Both);
        _client.Close();
    }

    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
    }
}
