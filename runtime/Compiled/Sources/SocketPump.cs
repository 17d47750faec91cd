using System.IO.Pipelines;
using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>Receives a socket's bytes into a pipe while batches run; once the pipe is full the peer has to wait.</summary>
internal sealed class SocketPump : IAsyncDisposable
{
    private const int ReceiveBytes = 64 * 1024;
    private readonly Socket _socket;
    private readonly Pipe _pipe;
    private readonly ArrivalSignal _signal;
    private readonly string _origin;
    private readonly bool _lossIsFault;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="lossIsFault">Whether a reset connection fails the job; otherwise it counts as closed.</param>
    public SocketPump(Socket socket, string origin, int receiveAheadBytes, ArrivalSignal signal, bool lossIsFault)
    {
        _socket = socket;
        _origin = origin;
        _signal = signal;
        _lossIsFault = lossIsFault;
        _pipe = new Pipe(PipeLimits.Options(receiveAheadBytes, ReceiveBytes));
        _running = Task.Run(RunAsync);
    }

    public PipeReader Reader => _pipe.Reader;

    /// <summary>Whether nothing more will be received.</summary>
    public bool IsDone => _running.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        Exception? fault = null;
        try
        {
            await ReceiveAllAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException || _stop.IsCancellationRequested)
        {
            // The job ends; nobody reads on.
        }
        catch (SocketException e)
        {
            fault = _lossIsFault ? Lost(e) : null;
        }

        await _pipe.Writer.CompleteAsync(fault).ConfigureAwait(false);
        _socket.Dispose();
        _signal.Set();
    }

    private async Task ReceiveAllAsync()
    {
        bool isRead = true;
        while (isRead)
        {
            int received = await _socket.ReceiveAsync(_pipe.Writer.GetMemory(ReceiveBytes), SocketFlags.None, _stop.Token).ConfigureAwait(false);
            if (received == 0)
            {
                return;
            }

            _pipe.Writer.Advance(received);
            ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync(_stop.Token);

            // Before waiting for room: whoever makes room must know that there is something to read.
            _signal.Set();
            isRead = !(await flush.ConfigureAwait(false)).IsCompleted;
        }
    }

    private PipelineException Lost(SocketException e) => new(
        "CMP0934",
        $"The connection to {_origin} was lost: {e.Message} Start the job again when the peer is there; what was sent and not yet committed must be sent again.",
        e);
}
