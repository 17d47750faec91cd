using Compiled.Execution;
using Compiled.Memory;
using Compiled.Sinks;
using Compiled.State;

namespace Compiled.Tests.Execution;

public sealed class RoundAllocationTests
{
    private static readonly byte[] Rows = MakeRows();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Blocks_and_rounds_allocate_nothing(int workers)
    {
        var program = new CountingProgram();
        var bindings = new PipelineBindings(program);
        bindings.Input(0, (Input<Utf8String>)Source.Bytes(Rows));
        bindings.Output(0, (Output<long>)new NoSink(), new NoCodec());
        await new JobBuilder(bindings).Workers(workers).RunAsync();
        Assert.Equal(Rows.Count(value => value == '\n'), program.Workers.Sum(worker => worker.Lines));
        Assert.Equal(workers, program.Workers.Count);
        foreach (CountingWorker worker in program.Workers)
        {
            // The first calls make what is then reused.
            Assert.True(worker.Allocated.Count > 20, $"only {worker.Allocated.Count} blocks");
            List<(Reading Before, Reading After)> undisturbed = [.. worker.Allocated.Skip(5).Zip(worker.Allocated.Skip(6)).Where(pair => pair.First.IsUndisturbedUntil(pair.Second))];
            Assert.NotEmpty(undisturbed);
            Assert.All(undisturbed, pair => Assert.Equal(pair.Before.Bytes, pair.After.Bytes));
        }
    }

    private static byte[] MakeRows()
    {
        byte[] rows = new byte[32 << 20];
        var random = new Random(3);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = random.Next(50) == 0 ? (byte)'\n' : (byte)'.';
        }

        rows[^1] = (byte)'\n';
        return rows;
    }

    /// <summary>Bytes allocated by a thread, and the collections before and after they were read: one that another test causes counts what is left of the thread's allocation buffer as allocated.</summary>
    private readonly record struct Reading(int CollectionsBefore, long Bytes, int CollectionsAfter)
    {
        public bool IsUndisturbedUntil(Reading next) => CollectionsBefore == next.CollectionsAfter;
    }

    private sealed class CountingProgram : PipelineProgram
    {
        public override PipelineDescription Description { get; } = new(
            "Tests.Counting", [new InputDescription("lines", RowFraming.Newline, 0)], [new QueryDescription("Count", OutputMode.Append, false, [])], 0, "", "");

        public List<CountingWorker> Workers { get; } = [];

        public override PipelineWorker CreateWorker(WorkerContext context)
        {
            Workers.Add(new CountingWorker(context));
            return Workers[^1];
        }
    }

    private sealed class CountingWorker(WorkerContext context) : PipelineWorker
    {
        private readonly OutputPort<long> _port = (OutputPort<long>)context.Ports[0];

        public long Lines { get; private set; }

        public List<Reading> Allocated { get; } = new(1000);

        public override bool HasPendingTime => false;

        public override int BeginSegment(int input, in Frame frame) => 0;

        public override int Consume(int input, in Frame frame)
        {
            Allocated.Add(new Reading(GC.CollectionCount(0), GC.GetAllocatedBytesForCurrentThread(), GC.CollectionCount(0)));
            int whole = frame.Span.LastIndexOf((byte)'\n') + 1;
            Lines += frame.Span[..whole].Count((byte)'\n');

            // Worker 0 delivers at once; another's rows would have to be copied.
            if (context.Index == 0)
            {
                _port.Add(whole);
            }

            return frame.IsFinal ? frame.Length : whole;
        }

        public override void ConsumeRows<T>(int input, ReadOnlySpan<T> rows) => Assert.Fail("There are only bytes here.");

        public override void Flush() => _port.Flush();

        public override void Merge(PipelineWorker other)
        {
        }

        public override void EndEpoch()
        {
        }

        public override void SaveState(StateChanges changes)
        {
        }

        public override void LoadState(ISavedGroups groups)
        {
        }

        public override void CollectCounters(EpochCounters counters)
        {
        }

        public override void Dispose()
        {
        }
    }

    private sealed class NoSink : StreamSink<long>
    {
        public override string Description => "nowhere";

        public override SinkGuarantee Guarantee => SinkGuarantee.Idempotent;

        public override SinkWriter<long> Open(SinkContext<long> context) => new Writer();

        private sealed class Writer : SinkWriter<long>
        {
            public override void BeginEpoch(long epoch)
            {
            }

            public override void Receive(ReadOnlySpan<long> rows)
            {
            }

            public override ValueTask StageAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public override ValueTask CommitAsync(long epoch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    private sealed class NoCodec : RowCodec<long>
    {
        public override IReadOnlyList<string> Columns { get; } = ["Value"];

        public override void WriteJson(ReadOnlySpan<long> rows, Compiled.Formats.Utf8Buffer output) => Assert.Fail("Nothing is written here.");

        public override void WriteCsv(ReadOnlySpan<long> rows, Compiled.Formats.Utf8Buffer output, byte delimiter) => Assert.Fail("Nothing is written here.");

        public override void WriteText(ReadOnlySpan<long> rows, Compiled.Formats.Utf8Buffer output) => Assert.Fail("Nothing is written here.");

        public override void CopyOwned(ReadOnlySpan<long> rows, Span<long> destination) => rows.CopyTo(destination);
    }
}
