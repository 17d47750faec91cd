using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Compiled.Sources;

namespace Compiled.Tests.Sources;

public sealed class SocketSleepTests : IDisposable
{
    // A wake-up that is lost shows as a sleep without end.
    private static readonly TimeSpan s_never = TimeSpan.FromMinutes(2);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SocketSleep _sleep = new();
    private readonly List<Socket> _clients = [];
    private readonly List<Socket> _servers = [];

    public SocketSleepTests() => _listener.Start();

    public void Dispose()
    {
        _sleep.Dispose();
        _clients.ForEach(client => client.Dispose());
        _servers.ForEach(server => server.Dispose());
        _listener.Dispose();
    }

    [Fact]
    public async Task No_wake_up_is_lost_whatever_comes_first()
    {
        Connect(3);
        var random = new Random(20);
        byte[] one = [7];
        for (int round = 0; round < 2_000; round++)
        {
            var other = new TaskCompletionSource();
            int waker = random.Next(4);
            bool isBefore = random.Next(2) == 0;
            Task asleep = isBefore ? Task.CompletedTask : Task.Run(() => _sleep.Until(_servers, other.Task));
            if (waker == 3)
            {
                other.SetResult();
            }
            else
            {
                _clients[waker].Send(one);
            }

            if (isBefore)
            {
                asleep = Task.Run(() => _sleep.Until(_servers, other.Task));
            }

            await asleep.WaitAsync(s_never);
            other.TrySetResult();
            if (waker < 3)
            {
                Assert.Equal(1, _servers[waker].Receive(one));
            }
        }
    }

    [Fact]
    public async Task It_sleeps_over_many_sockets()
    {
        Connect(200);
        var never = new TaskCompletionSource();
        byte[] one = [7];
        foreach (int i in (int[])[199, 0, 100, 17])
        {
            Task asleep = Task.Run(() => _sleep.Until(_servers, never.Task));
            _clients[i].Send(one);
            while (_servers[i].Available == 0)
            {
                await asleep.WaitAsync(s_never);

                // What woke an earlier sleep may end one more.
                asleep = Task.Run(() => _sleep.Until(_servers, never.Task));
            }

            await asleep.WaitAsync(s_never);
            Assert.Equal(1, _servers[i].Receive(one));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_goes_away_ends_it(bool isReset)
    {
        Connect(2);
        Task asleep = Task.Run(() => _sleep.Until(_servers, new TaskCompletionSource().Task));
        _clients[1].LingerState = new LingerOption(isReset, 0);
        _clients[1].Dispose();
        await asleep.WaitAsync(s_never);
        _servers[1].Blocking = false;
        int received = _servers[1].Receive(new byte[1], SocketFlags.None, out SocketError error);
        Assert.Equal((0, isReset ? SocketError.ConnectionReset : SocketError.Success), (received, error));
    }

    [Fact]
    public async Task A_socket_that_was_closed_here_ends_it()
    {
        Connect(2);
        _servers[0].Dispose();
        await Task.Run(() => _sleep.Until(_servers, new TaskCompletionSource().Task)).WaitAsync(s_never);
    }

    [Fact]
    public async Task A_source_that_slept_is_not_registered_with_the_frameworks_socket_thread()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using ByteSourceReader reader = await Source.Socket("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port).StartAsync();
        using Socket peer = _listener.AcceptSocket();
        Assert.Null(await reader.PlanAsync(false, default));
        List<Socket> watched = [];
        using var stop = new CancellationTokenSource();
        ValueTask other = reader.WaitAsync(watched, stop.Token);
        Assert.False(other.IsCompleted);
        Socket input = Assert.Single(watched);
        Task asleep = Task.Run(() => _sleep.Until(watched, other.AsTask()));
        peer.Send("row\n"u8);
        await asleep.WaitAsync(s_never);
        Assert.Equal("row\n", (await reader.RunEpochAsync())?.Text);
        Assert.DoesNotContain(input.Handle, RegisteredSockets());

        // That the same look finds a socket that is registered.
        Task<int> receiving = input.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).AsTask();
        Assert.Contains(input.Handle, RegisteredSockets());
        await stop.CancelAsync();
        peer.Send("row\n"u8);
        await receiving.WaitAsync(s_never);
    }

    // Linux tells what an epoll watches: a line "tfd: 123 ..." each.
    private static List<nint> RegisteredSockets()
    {
        List<nint> sockets = [];
        foreach (string file in Directory.GetFiles("/proc/self/fdinfo"))
        {
            string[] lines = File.Exists(file) ? ReadWhatIsOpen(file) : [];
            sockets.AddRange(lines.Where(line => line.StartsWith("tfd:", StringComparison.Ordinal))
                .Select(line => nint.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)));
        }

        return sockets;
    }

    private static string[] ReadWhatIsOpen(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            // Other tests close files meanwhile.
            return [];
        }
    }

    private void Connect(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.Connect(_listener.LocalEndpoint);
            _clients.Add(client);
            _servers.Add(_listener.AcceptSocket());
        }
    }
}
