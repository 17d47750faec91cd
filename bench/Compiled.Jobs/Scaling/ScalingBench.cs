using System.Diagnostics;
using System.Globalization;
using Compiled.Jobs.Inputs;
using Compiled.Jobs.Racing;

namespace Compiled.Jobs.Scaling;

/// <summary>
/// How much several workers gain over one, and how much the machine lets any program gain: the C++ program once, and as many of it at once as there are workers, each over the whole input.
/// All four run in turn, round after round, and a ratio is one of the same round, so that neighbours of the virtual machine strike all of them.
/// </summary>
internal static class ScalingBench
{
    private const string Contender = "Compiled";

    // Several workers share their processors with the compiler: it must have nothing left to do.
    private static readonly TimeSpan s_longestWarmUp = TimeSpan.FromSeconds(45);

    public static async Task<int> RunAsync(string[] args)
    {
        Options? options = Options.Parse(args, Console.Error);
        if (options is null)
        {
            return 2;
        }

        int workers = Math.Max(2, options.Workers);
        var inputs = new InputFiles(options.Data, options.OwnInputs);
        var limits = LimitPrograms.Build(options, Console.Error);
        var lines = new List<string[]> { new[] { "job", "one worker, ms", "best", Invariant($"{workers} workers, ms"), "best", "times", "best", "C++ read, ms", Invariant($"{workers} at once, ms"), "times", "best" } };
        foreach (Job job in JobCatalogue.All.Where(options.Wants))
        {
            JobInput input = inputs.For(job, options.Rows ?? job.DefaultRows, workers: 1);
            lines.Add(Cells(job, workers, await MeasureAsync(job, input, workers, limits.For(job).FirstOrDefault(), options)));
        }

        TextTable.Print(lines, options.Markdown, 0);
        Console.WriteLine("Medians; every answer was right.");
        return 0;
    }

    private static async Task<List<ScalingRound>> MeasureAsync(Job job, JobInput input, int workers, LimitProgram? limit, Options options)
    {
        string right = job.RightHash(input);
        IContender contender = job.Contenders.First(c => c.Name == Contender);
        List<ScalingRound> rounds = [];
        await WarmUp.RunAsync(
            async () =>
            {
                await RunAsync(contender, input, right);
                await RunAsync(contender, input with { Workers = workers }, right);
                return true;
            },
            options.Warmups,
            s_longestWarmUp);
        for (int round = 0; round < options.Runs; round++)
        {
            double once = limit is null ? double.NaN : RunAtOnce(limit, input, 1, right, options);
            double one = await RunAsync(contender, input, right);
            double several = await RunAsync(contender, input with { Workers = workers }, right);
            double atOnce = limit is null ? double.NaN : RunAtOnce(limit, input, workers, right, options);
            rounds.Add(new ScalingRound(one, several, once, atOnce));
        }

        return rounds;
    }

    private static async Task<double> RunAsync(IContender contender, JobInput input, string right)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        Answer answer = await contender.RunAsync(input);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Check(contender.Name, answer.Text(), right);
        return seconds;
    }

    // The slowest of them counts: only then is all the work done.
    private static double RunAtOnce(LimitProgram limit, JobInput input, int programs, string right, Options options)
    {
        double[] seconds = new double[programs];
        Parallel.For(0, programs, new ParallelOptions { MaxDegreeOfParallelism = programs }, i =>
        {
            string answer = Path.Combine(options.Data, Invariant($"scaling-answer-{i}.txt"));
            seconds[i] = limit.Run(input.Path, answer);
            Check(limit.Name, File.ReadAllText(answer), right);
            File.Delete(answer);
        });
        return seconds.Max();
    }

    private static void Check(string name, string answer, string right)
    {
        if (Answer.Hash(answer) != right)
        {
            throw new InvalidOperationException($"{name} gave another answer: it begins {answer[..Math.Min(answer.Length, 200)]}");
        }
    }

    private static string[] Cells(Job job, int workers, List<ScalingRound> rounds) =>
    [
        job.Name,
        Milliseconds(RaceEntry.Median(rounds.Select(r => r.One))),
        Milliseconds(rounds.Min(r => r.One)),
        Milliseconds(RaceEntry.Median(rounds.Select(r => r.Several))),
        Milliseconds(rounds.Min(r => r.Several)),
        Times(RaceEntry.Median(rounds.Select(r => r.One / r.Several))),
        Times(rounds.Min(r => r.One) / rounds.Min(r => r.Several)),
        Milliseconds(RaceEntry.Median(rounds.Select(r => r.Once))),
        Milliseconds(RaceEntry.Median(rounds.Select(r => r.AtOnce))),
        Times(RaceEntry.Median(rounds.Select(r => workers * r.Once / r.AtOnce))),
        Times(workers * rounds.Min(r => r.Once) / rounds.Min(r => r.AtOnce)),
    ];

    private static string Milliseconds(double seconds) => double.IsNaN(seconds) ? "" : (seconds * 1e3).ToString("F1", CultureInfo.InvariantCulture);

    private static string Times(double ratio) => double.IsNaN(ratio) ? "" : ratio.ToString("F2", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
