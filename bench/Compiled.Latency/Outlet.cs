using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Compiled.Latency;

/// <summary>Where changed groups go.</summary>
internal abstract class Outlet : IDisposable
{
    /// <summary>Takes the groups of a batch. Called on the job's thread.</summary>
    public abstract void Deliver(IReadOnlyList<Counted> groups, long last);

    public abstract void Dispose();
}

/// <summary>The callback is the end.</summary>
internal sealed class CallbackOutlet(Recorder recorder) : Outlet
{
    public override void Deliver(IReadOnlyList<Counted> groups, long last) => recorder.DeliveredUpTo(last);

    public override void Dispose()
    {
    }
}

/// <summary>Writes a line a group to a loopback connection; the batch has arrived when the reader on the other side has its last line.</summary>
internal sealed class SocketOutlet : Outlet
{
    private readonly Recorder _recorder;
    private readonly Socket _writer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Socket _reader;
    private readonly Thread _thread;
    private byte[] _buffer = new byte[1 << 16];

    public SocketOutlet(Recorder recorder)
    {
        _recorder = recorder;
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _writer.Connect(listener.LocalEndPoint!);
        _reader = listener.Accept();
        _thread = new Thread(ReadAll) { Name = "outlet", IsBackground = true };
        _thread.Start();
    }

    public override void Deliver(IReadOnlyList<Counted> groups, long last)
    {
        int length = 0;
        foreach (Counted group in groups)
        {
            if (_buffer.Length - length < 100)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            Append(group.Key, (byte)',', ref length);
            Append(group.Count, (byte)',', ref length);
            Append(group.Last, (byte)'\n', ref length);
        }

        // The end of a batch: its greatest number on a line that begins with '#'.
        _buffer[length++] = (byte)'#';
        Append(last, (byte)'\n', ref length);
        _writer.Send(_buffer.AsSpan(0, length));
    }

    public override void Dispose()
    {
        _writer.Dispose();
        _thread.Join();
        _reader.Dispose();
    }

    private void Append(long value, byte end, ref int length)
    {
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(length), out int written);
        length += written;
        _buffer[length++] = end;
    }

    private void ReadAll()
    {
        byte[] bytes = new byte[1 << 16];
        int kept = 0;
        while (_reader.Receive(bytes.AsSpan(kept)) is int received && received > 0)
        {
            int end = kept + received;
            int lineStart = 0;
            while (bytes.AsSpan(lineStart, end - lineStart).IndexOf((byte)'\n') is int length && length >= 0)
            {
                if (bytes[lineStart] == '#' && Utf8Parser.TryParse(bytes.AsSpan(lineStart + 1, length - 1), out long last, out _))
                {
                    _recorder.DeliveredUpTo(last);
                }

                lineStart += length + 1;
            }

            kept = end - lineStart;
            bytes.AsSpan(lineStart, kept).CopyTo(bytes);
        }
    }
}
