using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Compiled.Samples.Tests.Programs;

namespace Compiled.Samples.Tests;

public sealed class WordCountTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TextServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_program_shows_counts_that_grow()
    {
        using SampleProgram program = SampleProgram.Start("WordCount", _folder.Path, "localhost", _server.Port);
        _server.Send("to be or not to be\n");
        Assert.Equal(Row("to", 2), Normal(program.WaitForLine("|to ")));
        _server.Send("to see\nnot to ");
        Assert.Equal(Row("to", 3), Normal(program.WaitForLine("|to ")));
        _server.Send("hear");
        _server.Close();
        Assert.Equal(0, program.End());
        string[] last = [.. program.Output.Skip(program.Output.ToList().FindLastIndex(line => line.StartsWith("Batch:", StringComparison.Ordinal))).Where(line => line.StartsWith('|')).Select(Normal)];
        Assert.Equal(
            ((string[])["Word|Count", Row("to", 4), Row("be", 2), Row("or", 1), Row("not", 2), Row("see", 1), Row("hear", 1)]).Order(StringComparer.Ordinal),
            last.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_program_listens_to_two_connections()
    {
        using SampleProgram program = SampleProgram.Start("WordCount", _folder.Path, "listen", "0");
        int port = int.Parse(program.WaitForLine("listening on port ").Split(' ')[^1], CultureInfo.InvariantCulture);
        using Socket first = Connect(port);
        using Socket second = Connect(port);
        first.Send("left\n"u8);
        Assert.Equal(Row("left", 1), Normal(program.WaitForLine("|left")));
        second.Send("left right\n"u8);
        Assert.Equal(Row("right", 1), Normal(program.WaitForLine("|right")));
        first.Send("right\n"u8);
        string right = Normal(program.WaitForLine("|right"));
        Assert.Equal(Row("right", 2), right);
        program.Signal("INT");
        Assert.Equal(0, program.End());
        Assert.Equal("", program.Errors);
    }

    [Fact]
    public async Task In_process_counts_grow_batch_by_batch()
    {
        MemorySink<Counted> counts = Sink.Memory<Counted>();
        await using Job job = WordCount.Read(lines: Source.Socket("localhost", _server.PortNumber)).Write(counts: counts).Start();
        await using IAsyncEnumerator<Monitoring.BatchProgress> batches = job.Progress.GetAsyncEnumerator();
        string[] sent = ["a b a\n", "b\n", "c a\n"];
        int words = 0;
        foreach (string line in sent)
        {
            _server.Send(line);
            words += line.Split(' ').Length;
            do
            {
                Assert.True(await batches.MoveNextAsync());
            }
            while (counts.Rows.Sum(row => row.Count) < words);
        }

        _server.Close();
        await job.Completion;
        Assert.Equal(["a 3", "b 2", "c 1"], counts.Rows.Select(row => $"{row.Word} {row.Count}").Order(StringComparer.Ordinal));
        Assert.True(counts.Batches.Count(batch => batch.Rows.Count > 0) >= sent.Length);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error_that_names_it()
    {
        int port = _server.PortNumber;
        _server.Dispose();
        var failure = await Assert.ThrowsAsync<PipelineException>(() =>
            WordCount.Read(lines: Source.Socket("localhost", port)).Write(counts: Sink.Memory<Counted>()).RunAsync());
        Assert.Contains("localhost", failure.Message, StringComparison.Ordinal);
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static string Row(string word, int count) => $"{word}|{count}";

    private static string Normal(string line) => string.Join('|', line.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Trim()));
}
