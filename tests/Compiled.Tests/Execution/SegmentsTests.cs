using System.IO.Pipelines;
using Compiled.Execution;
using Compiled.Sources;

namespace Compiled.Tests.Execution;

public sealed class SegmentsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Connections_that_take_turns_keep_their_own_headers(int workers)
    {
        var lines = new LineJob(new LineProgram(RowFraming.QuotedNewline));
        var source = new Connections(3);
        await using Job job = lines.Build(source).Workers(workers).Start();
        string[] texts = ["h0\na\nb\nc", "h1\nd\ne\nf", "h2\ng\nh\n"];
        for (int at = 0; at < texts.Max(text => text.Length); at++)
        {
            for (int i = 0; i < texts.Length; i++)
            {
                if (at < texts[i].Length)
                {
                    await source.Write(i, texts[i][at]);
                }
            }

            await job.ProcessAllAvailableAsync();
        }

        Assert.Equal(["H0:A", "H1:D", "H2:G", "H0:B", "H1:E", "H2:H"], lines.Upper.Rows);
        await source.End();
        await job.Completion;
        Assert.Equal(["H0:C", "H1:F"], lines.Upper.Rows.Skip(6));
    }

    [Fact]
    public async Task A_row_that_grows_by_small_arrivals_is_decoded_once()
    {
        var lines = new LineJob();
        var source = new Connections(1);
        await using Job job = lines.Build(source).Start();
        for (int i = 0; i < 200; i++)
        {
            await source.Write(0, 'x');
            await job.ProcessAllAvailableAsync();
        }

        await source.Write(0, '\n');
        await job.ProcessAllAvailableAsync();
        Assert.Equal([new string('X', 200)], lines.Upper.Rows);
        Assert.Equal(1, lines.Program.Workers[0].Consumes);
        await job.StopAsync();
    }

    [Fact]
    public async Task A_row_of_a_hundred_megabytes_passes()
    {
        byte[] row = new byte[100_000_000];
        Array.Fill(row, (byte)'.');
        "bad"u8.CopyTo(row);
        var captured = new List<int>();
        var lines = new LineJob { Malformed = Malformed.Capture(malformed => captured.Add(malformed.Raw.Length)) };
        await lines.Build(Source.Bytes(maxRowBytes: 200_000_000).Add(row).Add("next\n"u8.ToArray()).Complete()).RunAsync();
        Assert.Equal([100_000_000], captured);
        Assert.Equal(["NEXT"], lines.Upper.Rows);
    }

    /// <summary>Connections written to by a test: each an endless stream of bytes until <see cref="End"/>.</summary>
    private sealed class Connections(int count) : ByteSource
    {
        private readonly Pipe[] _pipes = [.. Enumerable.Range(0, count).Select(_ => new Pipe())];
        private readonly SemaphoreSlim _written = new(0);

        public override string Description => "connections";

        public override SourceGuarantee Guarantee => SourceGuarantee.NotReplayable;

        public async Task Write(int connection, char value)
        {
            await _pipes[connection].Writer.WriteAsync(new[] { (byte)value });
            _written.Release();
        }

        public async Task End()
        {
            foreach (Pipe pipe in _pipes)
            {
                await pipe.Writer.CompleteAsync();
            }

            _written.Release();
        }

        public override ByteSourceReader Open(string input) => new Reader(this);

        private sealed class Reader(Connections source) : ByteSourceReader
        {
            private readonly Connection[] _connections = [.. source._pipes.Select((pipe, i) => new Connection($"connection {i}", $"peer {i}", new PipeBlockInput(pipe.Reader, "test", isOurs: true), 1_000_000))];

            public override bool IsCompleted => Array.TrueForAll(_connections, connection => connection.IsFinished);

            public override ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public override ValueTask<ByteRange?> PlanAsync(bool all, CancellationToken cancellationToken)
            {
                ByteSegment[] segments = [.. _connections.Where(connection => connection.BeginRange(1_000_000))];
                return ValueTask.FromResult(segments.Length == 0 ? null : new ByteRange("now", segments));
            }

            public override ByteRange Replay(string position) => throw new NotSupportedException("Connections are gone after a crash.");

            public override async ValueTask WaitAsync(CancellationToken cancellationToken) => await source._written.WaitAsync(cancellationToken);

            public override ValueTask CommitAsync(ByteRange range, CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
