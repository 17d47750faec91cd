using System.Globalization;
using Compiled.Latency;

// Rows come over a socket, are counted by key, and the changed groups are delivered: how long does that take, from the moment at which a row was due? See docs/performance.md.
// Arguments: [--rates N,N,…] [--seconds N] [--runs N] [--keys N] [--only callback|socket|checkpoint]
long[] rates = [1_000, 10_000, 100_000, 500_000, 1_000_000];
double seconds = 4;
int runs = 3;
int keys = 1_000;
string? only = null;
for (int i = 0; i + 1 < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--rates":
            rates = Array.ConvertAll(args[i + 1].Split(','), text => long.Parse(text, CultureInfo.InvariantCulture));
            break;
        case "--seconds":
            seconds = double.Parse(args[i + 1], CultureInfo.InvariantCulture);
            break;
        case "--runs":
            runs = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            break;
        case "--keys":
            keys = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            break;
        case "--only":
            only = args[i + 1];
            break;
        default:
            Console.Error.WriteLine($"Not understood: {args[i]}");
            return 2;
    }
}

(string Name, TimeSpan? Checkpoint, bool ToSocket)[] kinds =
[
    ("callback", null, false),
    ("socket", null, true),
    ("checkpoint", TimeSpan.FromMilliseconds(100), false),
];
Console.WriteLine(FormattableString.Invariant($"{Environment.ProcessorCount} cores, load generator among them; {keys} keys, {seconds} s a run after the warm-up; of {runs} runs the one with the least p99."));
Console.WriteLine("| groups go to | rows/s | p50 ms | p99 ms | p99.9 ms | longest ms | sent late, p99 ms | rows a batch | GCs |");
Console.WriteLine("| ------------ | -----: | -----: | -----: | -------: | ---------: | ----------------: | -----------: | --: |");
foreach ((string name, TimeSpan? checkpoint, bool toSocket) in kinds)
{
    if (only is not null && only != name)
    {
        continue;
    }

    foreach (long rate in rates)
    {
        TrialResult? best = null;
        for (int run = 0; run < runs; run++)
        {
            TrialResult result = await new Trial(rate, checkpoint, toSocket, seconds, keys).RunAsync();
            best = best is null || result.Histogram.Percentile(99) < best.Histogram.Percentile(99) ? result : best;
        }

        LatencyHistogram times = best!.Histogram;
        string sink = name == "checkpoint" ? "callback, checkpoint each 100 ms" : name;
        Console.WriteLine(FormattableString.Invariant(
            $"| {sink} | {rate:N0} | {times.Percentile(50) / 1e6:F3} | {times.Percentile(99) / 1e6:F3} | {times.Percentile(99.9) / 1e6:F3} | {times.Max / 1e6:F2} | {best.SenderLate.Percentile(99) / 1e6:F3} | {best.RowsPerBatch:F0} | {best.Collections} |"));
    }
}

return 0;
