using System.Runtime.InteropServices;
using Compiled.Execution;
using Compiled.Generator.Plan;
using Compiled.Memory;
using Compiled.Queries.Tests.Queries;
using Compiled.Queries.Tests.Running;

namespace Compiled.Queries.Tests;

/// <summary>In a steady state no row costs a managed byte: decoding, filter, projection, tumbling aggregation by text, delivery.</summary>
public sealed unsafe class ZeroAllocationTests
{
    private const int Rows = 5000;
    private const int RowsOfARound = 250_000;
    private const int Rounds = 4;

    private static readonly string[] Kinds = ["view", "click", "none", "a kind that is longer than a short key"];

    [Fact]
    public void Json()
    {
        var random = new Random(1);
        Event[] events = [.. Enumerable.Range(0, Rows).Select(i => MakeEvent(random, i))];
        MeasureNothing(SteadyJson.Read(Source.Bytes()).Write(Sink.Memory<Cut>(), Sink.Memory<KindTotals>()), typeof(SteadyJson), events, [Port<Cut>(), Port<KindTotals>()]);
    }

    [Fact]
    public void Csv()
    {
        var random = new Random(2);
        Event[] events = [.. Enumerable.Range(0, Rows).Select(i => MakeEvent(random, i))];
        MeasureNothing(SteadyCsv.Read(Source.Bytes()).Write(Sink.Memory<Cut>(), Sink.Memory<KindTotals>()), typeof(SteadyCsv), events, [Port<Cut>(), Port<KindTotals>()]);
    }

    [Fact]
    public void Text()
    {
        Utf8String[] lines = [.. Enumerable.Range(0, Rows).Select(i => new Utf8String($"the fox {i % 90} jumps over a {(i % 3 == 0 ? "lazy" : "rather energetic and excited")} dog"))];
        MeasureNothing(
            SteadyText.Read(Source.Bytes()).Write(Sink.Memory<Utf8String>(), Sink.Memory<(Utf8String, DateTimeOffset, long)>()),
            typeof(SteadyText), lines, [Port<Utf8String>(), Port<(Utf8String, DateTimeOffset, long)>()]);
    }

    [Fact]
    public void Binary()
    {
        Reading[] readings = [.. Enumerable.Range(0, Rows).Select(i => new Reading(i % 7, DateTimeOffset.UnixEpoch.AddDays(19000).AddMilliseconds(i * 40), i % 100, i % 5))];
        MeasureNothing(
            SteadyBinary.Read(Source.Bytes()).Write(Sink.Memory<Heard>(), Sink.Memory<KindTotals>(), Sink.Memory<Heard>()), typeof(SteadyBinary), readings,
            [Port<Heard>(), Port<KindTotals>(), Port<Heard>()]);
    }

    private static Event MakeEvent(Random random, int i) => new(
        Kinds[random.Next(Kinds.Length)], DateTimeOffset.UnixEpoch.AddDays(19000).AddMilliseconds(i * 40), random.Next(100) / 4.0, random.Next(9),
        random.Next(3) switch { 0 => (Utf8String?)null, 1 => new Utf8String("plain"), _ => new Utf8String("quoted \"so\"\tand more") });

    private static OutputPort<T> Port<T>() => new(new Counter<T>());

    private static void MeasureNothing<T>(JobBuilder job, Type pipeline, T[] rows, OutputPort[] ports)
        where T : notnull
    {
        InputPlan input = Corpus.Plan(pipeline).Inputs[0];
        byte[] data = RowBytes.Of(input, rows.Cast<object>());
        byte* memory = (byte*)NativeMemory.AllocZeroed((nuint)(data.Length + (2 * Frame.Padding)));
        data.CopyTo(new Span<byte>(memory + Frame.Padding, data.Length));
        PipelineProgram program = job.Options.Bindings.Program;
        long[] watermarks = new long[program.Description.WatermarkCount];
        Array.Fill(watermarks, long.MinValue);
        using PipelineWorker worker = program.CreateWorker(new WorkerContext(0, 4096, [new NoMalformed()], ports, watermarks));
        try
        {
            var frame = new Frame(memory + Frame.Padding, data.Length, isFinal: true, 0, "memory");
            int header = worker.BeginSegment(0, in frame);
            var body = new Frame(frame.Start + header, frame.Length - header, isFinal: true, header, "memory");
            Run(worker, in body, 20 * Rows);
            long least = long.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                // What the collector does for other threads may be booked on this one: every round but one may be disturbed.
                long before = GC.GetAllocatedBytesForCurrentThread();
                Run(worker, in body, RowsOfARound);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.All(ports, port => Assert.True(port.TakeRowCount() > 0));
            Assert.Equal(0, least);
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    private static void Run(PipelineWorker worker, in Frame frame, int rows)
    {
        for (int done = 0; done < rows; done += Rows)
        {
            if (worker.Consume(0, in frame) != frame.Length)
            {
                throw new InvalidOperationException("Rows are left over.");
            }

            worker.Flush();
            worker.EndEpoch();
        }
    }

    private sealed class NoMalformed : MalformedRows
    {
        public override void Report(in Frame frame, int position, int length, string reason) => throw new InvalidOperationException(reason);
    }

    private sealed class Counter<T> : IRowReceiver<T>
    {
        public long Count { get; private set; }

        public void Receive(ReadOnlySpan<T> rows) => Count += rows.Length;
    }
}
