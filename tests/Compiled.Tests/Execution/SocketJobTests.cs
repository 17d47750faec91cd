using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Compiled.Tests.Execution;

/// <summary>Jobs that sleep over sockets. Whatever comes must wake them: a test whose job sleeps on fails after two minutes.</summary>
public sealed class SocketJobTests : IDisposable
{
    private static readonly TimeSpan s_never = TimeSpan.FromMinutes(2);
    private readonly List<Socket> _clients = [];
    private readonly SemaphoreSlim _seen = new(0);
    private readonly ListenSource _source = Source.Listen(0, IPAddress.Loopback);

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _seen.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Two_hundred_connections_are_served_between_sleeps(int workers)
    {
        LineJob lines = Lines();
        await using Job job = lines.Build(_source).Trigger(Trigger.Continuous).Workers(workers).Start();
        const int Connections = 200;
        for (int i = 0; i < Connections; i++)
        {
            Send(Connect(), "hello\n");
        }

        await SeenAsync(Connections);
        var random = new Random(21);
        for (int round = 0; round < 50; round++)
        {
            // One line wakes the job; the parts of the second come in two epochs, or in one.
            Socket client = _clients[random.Next(Connections)];
            Send(client, "round\nsec");
            await SeenAsync(1);
            Send(client, "ond\n");
            await SeenAsync(1);
        }

        foreach (Socket client in _clients)
        {
            Send(client, "bye");
            client.Dispose();
        }

        await SeenAsync(Connections);
        await job.StopAsync().WaitAsync(s_never);
        Assert.Equal(["BYE=200", "HELLO=200", "ROUND=50", "SECOND=50"], lines.Upper.Rows.CountBy(row => row).Select(count => $"{count.Key}={count.Value}").Order());
    }

    [Fact]
    public async Task A_job_asleep_over_an_idle_connection_hears_of_new_ones_of_questions_and_of_stop()
    {
        LineJob lines = Lines();
        await using Job job = lines.Build(_source).Trigger(Trigger.Continuous).Start();
        Send(Connect(), "first\n");
        await SeenAsync(1);
        await job.ProcessAllAvailableAsync().WaitAsync(s_never);
        await job.ProcessAllAvailableAsync().WaitAsync(s_never);
        Send(Connect(), "second\n");
        await SeenAsync(1);
        await job.ProcessAllAvailableAsync().WaitAsync(s_never);
        await job.StopAsync().WaitAsync(s_never);
        Assert.Equal(["FIRST", "SECOND"], lines.Upper.Rows);
    }

    [Fact]
    public async Task A_job_asleep_over_two_inputs_hears_of_both()
    {
        LineJob lines = Lines(inputs: 2);
        ListenSource other = Source.Listen(0, IPAddress.Loopback);
        await using Job job = lines.Build(_source, other).Trigger(Trigger.Continuous).Start();
        Send(Connect(_source.Port), "a\n");
        Send(Connect(other.Port), "b\n");
        await SeenAsync(2);
        for (int round = 0; round < 50; round++)
        {
            Send(_clients[round % 2], $"{round}\n");
            await SeenAsync(1);
        }

        await job.StopAsync().WaitAsync(s_never);
        Assert.Equal(52, lines.Upper.Rows.Count());
    }

    [Fact]
    public async Task A_job_asleep_over_a_socket_hears_of_rows_from_memory()
    {
        LineJob lines = Lines(inputs: 2);
        MemoryByteSource memory = Source.Bytes();
        await using Job job = lines.Build(_source, memory).Trigger(Trigger.Continuous).Start();
        Send(Connect(), "a\n");
        await SeenAsync(1);
        for (int round = 0; round < 50; round++)
        {
            memory.Add(Encoding.ASCII.GetBytes($"{round}\n"));
            await SeenAsync(1);
            Send(_clients[0], $"{round}\n");
            await SeenAsync(1);
        }

        await job.StopAsync().WaitAsync(s_never);
        Assert.Equal(101, lines.Upper.Rows.Count());
    }

    private static void Send(Socket client, string text) => client.Send(Encoding.ASCII.GetBytes(text));

    private LineJob Lines(int inputs = 1) => new(new LineProgram(inputs: inputs) { OnLine = (_, _) => _seen.Release() });

    private Socket Connect(int? port = null)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _clients.Add(client);
        client.Connect(IPAddress.Loopback, port ?? _source.Port);
        return client;
    }

    private async Task SeenAsync(int lines)
    {
        for (int line = 0; line < lines; line++)
        {
            Assert.True(await _seen.WaitAsync(s_never), "The job did not wake up.");
        }
    }
}
