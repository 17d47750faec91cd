using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>
/// A socket, read by the job's own thread straight into the block: between the peer and the decoder there is no other thread to be woken and no second copy.
/// While a batch runs, the system's receive buffer fills; then the peer has to wait.
/// </summary>
internal sealed class SocketInput : ConnectionInput
{
    private readonly Socket _socket;
    private readonly string _origin;
    private readonly bool _lossIsFault;
    private long _budget = long.MaxValue;
    private bool _isPeerDone;

    /// <param name="lossIsFault">Whether a reset connection fails the job; otherwise it counts as closed.</param>
    public SocketInput(Socket socket, string origin, bool lossIsFault)
    {
        _socket = socket;
        _origin = origin;
        _lossIsFault = lossIsFault;

        // Receive then never waits. Nothing asynchronous is done with the socket, ever: see SocketSleep.
        socket.Blocking = false;
    }

    public override bool IsPeerDone => _isPeerDone;

    public override Socket Watched => _socket;

    public override bool HasArrived => _socket.Available > 0;

    /// <summary>A range is what has arrived by now, so that an epoch ends although the peer never stops sending.</summary>
    public override void BeginRange(long bytes) => _budget = Math.Min(bytes, Math.Max(1, _socket.Available));

    public override int Read(Span<byte> destination, out bool ended)
    {
        int read = 0;
        if (_budget > 0 && !_isPeerDone)
        {
            read = Receive(destination[..(int)Math.Min(_budget, destination.Length)], SocketFlags.None);
            _budget -= read;
        }

        // The end is told with the last bytes and not in an epoch of its own.
        if (_budget == 0 && !_isPeerDone && _socket.Available == 0)
        {
            Span<byte> next = stackalloc byte[1];
            Receive(next, SocketFlags.Peek);
        }

        ended = _isPeerDone;
        return read;
    }

    public override void Dispose() => _socket.Dispose();

    private int Receive(Span<byte> destination, SocketFlags flags)
    {
        int received = _socket.Receive(destination, flags, out SocketError error);
        if (error == SocketError.Success)
        {
            _isPeerDone = received == 0;
            return received;
        }

        if (error is SocketError.WouldBlock or SocketError.Interrupted)
        {
            return 0;
        }

        if (_lossIsFault)
        {
            var cause = new SocketException((int)error);
            throw new PipelineException("CMP0934", $"The connection to {_origin} was lost: {cause.Message} Start the job again when the peer is there; what was sent and not yet committed must be sent again.", cause);
        }

        _isPeerDone = true;
        return 0;
    }
}
