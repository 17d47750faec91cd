using System.Net;
using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>
/// Lets a thread sleep until one of some sockets can be read or something else has happened. It asks the system for this one time. The asynchronous calls of a socket register it for as
/// long as it lives instead, and then the framework's socket thread is woken by every arrival, also while the job is awake and reads by itself: one busy thread more.
/// </summary>
internal sealed class SocketSleep : IDisposable
{
    /// <summary>Nearly as many as <see cref="Socket.Select(System.Collections.IList?, System.Collections.IList?, System.Collections.IList?, TimeSpan)"/> takes.</summary>
    private const int MostWatched = 65_000;

    /// <summary>Of more connections than can be watched the others are looked at this often.</summary>
    private static readonly TimeSpan s_lookAtOthers = TimeSpan.FromMilliseconds(10);

    private readonly List<Socket> _ready = [];
    private Socket? _waker;
    private int _asleep;

    /// <summary>Returns when one of <paramref name="sockets"/> has bytes, an end or a fault to tell, or <paramref name="other"/> has ended; now and then for no reason.</summary>
    /// <exception cref="SocketException">The system has no loopback address to be woken over.</exception>
    public void Until(List<Socket> sockets, Task other)
    {
        if (other.IsCompleted)
        {
            return;
        }

        _waker ??= MakeWaker();
        Volatile.Write(ref _asleep, 1);
        _ = other.ContinueWith(static (_, sleep) => ((SocketSleep)sleep!).Wake(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Sleep(sockets, _waker);
        Volatile.Write(ref _asleep, 0);
    }

    public void Dispose() => _waker?.Dispose();

    // A socket that sends to itself. What it holds stays until it is taken, so waking does not depend on who comes first.
    private static Socket MakeWaker()
    {
        bool isVersion4 = Socket.OSSupportsIPv4;
        var waker = new Socket(isVersion4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            waker.Bind(new IPEndPoint(isVersion4 ? IPAddress.Loopback : IPAddress.IPv6Loopback, 0));
            waker.Connect(waker.LocalEndPoint!);
            waker.Blocking = false;
            return waker;
        }
        catch
        {
            waker.Dispose();
            throw;
        }
    }

    // A wake that comes when the sleep has ended otherwise is left out, or ends the next one early.
    private void Wake()
    {
        if (Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            _waker!.Send([1], SocketFlags.None, out _);
        }
    }

    private void Sleep(List<Socket> sockets, Socket waker)
    {
        bool areAllWatched = sockets.Count <= MostWatched;
        _ready.Clear();
        _ready.Add(waker);
        _ready.AddRange(areAllWatched ? sockets : sockets.Take(MostWatched));
        try
        {
            Socket.Select(_ready, null, null, areAllWatched ? Timeout.InfiniteTimeSpan : s_lookAtOthers);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A socket was closed meanwhile; the read that follows tells what is wrong.
        }

        if (_ready.Count > 0 && _ready[0] == waker)
        {
            Span<byte> wakes = stackalloc byte[1];
            waker.Receive(wakes, SocketFlags.None, out _);
        }

        _ready.Clear();
    }
}
