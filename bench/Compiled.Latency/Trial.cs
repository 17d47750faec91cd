using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Compiled.Latency;

/// <summary>One run of the job at one rate.</summary>
/// <param name="Rate">Rows a second.</param>
/// <param name="CheckpointEvery">How often state is made durable; null for no checkpoint.</param>
/// <param name="ToSocket">Whether groups go out over a second connection, to whose reader their way is measured too.</param>
internal sealed record Trial(long Rate, TimeSpan? CheckpointEvery, bool ToSocket, double Seconds, int Keys)
{
    private const double WarmupSeconds = 1.5;

    /// <summary>Runs it and checks that every row was counted.</summary>
    /// <exception cref="InvalidOperationException">Some group is wrong.</exception>
    public async Task<TrialResult> RunAsync()
    {
        long warmup = (long)(Rate * WarmupSeconds);
        long rows = warmup + (long)(Rate * Seconds);
        ListenSource source = Source.Listen(0, IPAddress.Loopback);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        // Asynchronously, the framework's socket thread would be woken by all that happens to the client from then on.
        client.Connect(IPAddress.Loopback, source.Port);

        var schedule = new Schedule(Rate, Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 5));
        var recorder = new Recorder(schedule, warmup);
        var generator = new LoadGenerator(client, schedule, rows, warmup, Keys);
        using Outlet outlet = ToSocket ? new SocketOutlet(recorder) : new CallbackOutlet(recorder);
        long[] counts = new long[Keys];
        long batches = 0;
        JobBuilder builder = CountByKey.Read(rows: source).Write(counts: Sink.ForEachBatch<Counted>((groups, _) =>
        {
            long last = -1;
            foreach (Counted group in groups)
            {
                counts[group.Key] = group.Count;
                last = Math.Max(last, group.Last);
            }

            batches++;
            outlet.Deliver(groups, last);
        })).Trigger(Trigger.Continuous);
        string? folder = null;
        if (CheckpointEvery is { } interval)
        {
            folder = Directory.CreateTempSubdirectory("compiled-latency").FullName;
            builder.Checkpoint(folder).CheckpointEvery(interval);
        }

        int collections = GC.CollectionCount(0);
        await using (Job job = builder.Start())
        {
            var sender = new Thread(generator.Run) { Name = "load" };
            sender.Start();
            sender.Join();
            await job.ProcessAllAvailableAsync();
            while (recorder.Delivered < rows && !job.Completion.IsCompleted)
            {
                await Task.Yield();
            }

            await job.StopAsync();
        }

        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }

        Check(counts, rows);
        return new TrialResult(this, recorder.Histogram, generator.Late, (double)rows / batches, GC.CollectionCount(0) - collections);
    }

    private void Check(long[] counts, long rows)
    {
        long[] expected = new long[Keys];
        for (long sequence = 0; sequence < rows; sequence++)
        {
            expected[LoadGenerator.KeyOf(sequence, Keys)]++;
        }

        if (!counts.AsSpan().SequenceEqual(expected))
        {
            throw new InvalidOperationException($"{counts.Sum()} of {rows} rows were counted, or in wrong groups.");
        }
    }
}

/// <summary>What a trial gave.</summary>
/// <param name="SenderLate">How much of that was the generator's own: the time from when a row was due to when it was sent.</param>
internal sealed record TrialResult(Trial Trial, LatencyHistogram Histogram, LatencyHistogram SenderLate, double RowsPerBatch, int Collections);
