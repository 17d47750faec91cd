using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Compiled.Sources;

namespace Compiled.Tests.Sources;

public class NetworkSourceTests
{
    [Fact]
    public async Task A_socket_gives_lines_split_over_any_reads_until_the_server_closes()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using ByteSourceReader reader = await Source.Socket("127.0.0.1", Port(listener)).StartAsync();
        using Socket server = await listener.AcceptSocketAsync();
        server.NoDelay = true;
        const string Lines = "first\nsecönd\nlast without end";
        Task<string> reading = Task.Run(() => reader.ReadUntilAsync());
        foreach (byte b in Encoding.UTF8.GetBytes(Lines))
        {
            await server.SendAsync(new[] { b });
        }

        server.Shutdown(SocketShutdown.Send);
        Assert.Equal(Lines, await reading);
        Assert.True(reader.IsCompleted);
    }

    [Fact]
    public async Task Nothing_is_planned_before_anything_arrives_and_half_a_row_waits_for_its_end()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using ByteSourceReader reader = await Source.Socket("127.0.0.1", Port(listener)).StartAsync();
        using Socket server = await listener.AcceptSocketAsync();
        Assert.Null(await reader.PlanAsync(false, default));
        await server.SendAsync("whole\nha"u8.ToArray());
        Assert.Equal("whole\n", await reader.ReadUntilAsync(1));
        await server.SendAsync("lf\n"u8.ToArray());
        Assert.Equal("half\n", await reader.ReadUntilAsync(1));
        Assert.False(reader.IsCompleted);
    }

    [Fact]
    public async Task A_refused_connection_is_told_with_its_remedy()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = Port(listener);
        }

        await using ByteSourceReader reader = Source.Socket("127.0.0.1", port).Open("input");
        var e = await Assert.ThrowsAsync<PipelineException>(async () => await reader.StartAsync([], default));
        Assert.Equal("CMP0933", e.Id);
        Assert.Contains($"127.0.0.1:{port}", e.Message, StringComparison.Ordinal);
        Assert.Contains("start the server first", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_connection_is_a_fault_of_the_client()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using ByteSourceReader reader = await Source.Socket("127.0.0.1", Port(listener)).StartAsync();
        Socket server = await listener.AcceptSocketAsync();
        server.LingerState = new LingerOption(true, 0);
        server.Dispose();
        var e = await Assert.ThrowsAsync<PipelineException>(() => reader.ReadUntilAsync());
        Assert.Equal("CMP0934", e.Id);
    }

    [Fact]
    public async Task More_than_is_held_ahead_makes_the_peer_wait_and_arrives_whole()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using ByteSourceReader reader = await Source.Socket("127.0.0.1", Port(listener)).StartAsync();
        using Socket server = await listener.AcceptSocketAsync();
        byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 999) + "\n", 1000)));
        const int Blocks = 90;
        Task sending = Task.Run(async () =>
        {
            for (int i = 0; i < Blocks; i++)
            {
                await server.SendAsync(block);
            }

            server.Shutdown(SocketShutdown.Send);
        });
        long rows = 0;
        while (!reader.IsCompleted)
        {
            if (await reader.PlanAsync(false, default) is not { } range)
            {
                await (reader.IsCompleted ? ValueTask.CompletedTask : reader.WaitAsync(default));
                continue;
            }

            rows += range.Segments.Sum(segment => segment.CountRows().Rows);
            await reader.CommitAsync(range, default);
        }

        await sending;
        Assert.Equal(Blocks * 1000, rows);
    }

    [Fact]
    public async Task A_listener_serves_many_connections_each_as_its_own_segment()
    {
        ListenSource source = Source.Listen(0);
        using TcpClient first = new();
        using TcpClient second = new();
        await first.ConnectAsync(IPAddress.Loopback, source.Port);
        await using ByteSourceReader reader = await source.StartAsync();
        await second.ConnectAsync(IPAddress.Loopback, source.Port);
        await first.Client.SendAsync("a1\na2"u8.ToArray());
        await second.Client.SendAsync("b1\n"u8.ToArray());
        var texts = new Dictionary<string, string>();
        await ReadConnectionsAsync(reader, texts, () => texts.Values.Sum(t => t.Length) == 6);
        Assert.Equal(["a1\n", "b1\n"], texts.Values.Order());
        await first.Client.SendAsync("!\n"u8.ToArray());
        second.Close();
        await ReadConnectionsAsync(reader, texts, () => texts.Values.Sum(t => t.Length) == 10);
        Assert.Equal(["a1\na2!\n", "b1\n"], texts.Values.Order());
        Assert.False(reader.IsCompleted);
    }

    [Fact]
    public async Task A_client_that_breaks_off_does_not_end_the_job()
    {
        ListenSource source = Source.Listen(0);
        await using ByteSourceReader reader = await source.StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, source.Port);
            await client.Client.SendAsync("kept\n"u8.ToArray());
            Assert.Equal("kept\n", await reader.ReadUntilAsync(1));
            client.LingerState = new LingerOption(true, 0);
        }

        using var next = new TcpClient();
        await next.ConnectAsync(IPAddress.Loopback, source.Port);
        await next.Client.SendAsync("next\n"u8.ToArray());
        Assert.Equal("next\n", await reader.ReadUntilAsync(1));
    }

    [Fact]
    public async Task A_taken_port_is_told_and_a_listener_can_be_opened_again()
    {
        ListenSource source = Source.Listen(0);
        int port = source.Port;
        var e = Assert.Throws<PipelineException>(() => Source.Listen(port).Port);
        Assert.Equal("CMP0939", e.Id);
        for (int run = 0; run < 2; run++)
        {
            await using ByteSourceReader reader = await source.StartAsync();
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            await client.Client.SendAsync("x\n"u8.ToArray());
            Assert.Equal("x\n", await reader.ReadUntilAsync(1));
            Assert.Equal(port, source.Port);
        }
    }

    [Fact]
    public async Task A_pipe_is_read_as_it_is_written()
    {
        var pipe = new Pipe();
        await using ByteSourceReader reader = await Source.Pipe(pipe.Reader).StartAsync();
        Assert.Null(await reader.PlanAsync(false, default));
        ValueTask waiting = reader.WaitAsync(default);
        Assert.False(waiting.IsCompleted);
        await pipe.Writer.WriteAsync("a\nb"u8.ToArray());
        await waiting;
        Assert.Equal("a\n", (await reader.RunEpochAsync())?.Text);
        await pipe.Writer.CompleteAsync();
        Assert.Equal("b", await reader.ReadUntilAsync());
    }

    [Fact]
    public async Task A_wait_that_was_given_up_loses_nothing()
    {
        var pipe = new Pipe();
        await using ByteSourceReader reader = await Source.Pipe(pipe.Reader).StartAsync();
        using var stop = new CancellationTokenSource();
        ValueTask waiting = reader.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.Null(await reader.PlanAsync(false, default));
        await pipe.Writer.WriteAsync("a\n"u8.ToArray());
        await reader.WaitAsync(default);
        Assert.Equal("a\n", (await reader.RunEpochAsync())?.Text);
    }

    [Fact]
    public async Task A_pipe_over_a_stream_is_read_to_its_end()
    {
        string text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"row {i}\n"));
        var stream = new MemoryStream(Encoding.ASCII.GetBytes(text));
        await using ByteSourceReader reader = await Source.Pipe(PipeReader.Create(stream)).StartAsync();
        Assert.Equal(text, await reader.ReadUntilAsync());
    }

    [Fact]
    public async Task A_pipe_that_fails_is_told()
    {
        var pipe = new Pipe();
        await pipe.Writer.CompleteAsync(new IOException("cable"));
        await using ByteSourceReader reader = await Source.Pipe(pipe.Reader, "my pipe").StartAsync();
        var e = await Assert.ThrowsAsync<PipelineException>(() => reader.ReadUntilAsync());
        Assert.Equal("CMP0934", e.Id);
        Assert.Contains("my pipe", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_read_to_its_end()
    {
        string text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"row {i}\n"));
        var source = new StandardInputSource(1 << 20, () => new MemoryStream(Encoding.ASCII.GetBytes(text)));
        await using ByteSourceReader reader = await source.StartAsync();
        Assert.Equal(text, await reader.ReadUntilAsync());
        Assert.Equal("CMP0938", Assert.Throws<PipelineException>(() => reader.Replay("""{"consumed":0}""")).Id);
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task ReadConnectionsAsync(ByteSourceReader reader, Dictionary<string, string> texts, Func<bool> isDone)
    {
        while (!isDone())
        {
            if (await reader.PlanAsync(false, default) is not { } range)
            {
                await reader.WaitAsync(default);
                continue;
            }

            foreach (ByteSegment segment in range.Segments)
            {
                texts[segment.Key] = texts.GetValueOrDefault(segment.Key) + segment.ReadLines();
            }

            await reader.CommitAsync(range, default);
        }
    }
}
