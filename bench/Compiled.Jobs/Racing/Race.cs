using System.Diagnostics;

namespace Compiled.Jobs.Racing;

/// <summary>
/// Runs the contenders of a job in turn, round after round (A, B, C, A, B, C, …), so that whatever else the machine does strikes all of them alike.
/// Every answer of every run is checked.
/// </summary>
internal sealed class Race(Job job, JobInput input, IReadOnlyList<IContender> contenders, IReadOnlyList<LimitProgram> limits, Options options)
{
    private static readonly TimeSpan s_longestWarmUp = TimeSpan.FromSeconds(5);
    private readonly string _answerFile = Path.Combine(options.Data, "limit-answer.txt");
    private string _right = "";

    public async Task<RaceResult> RunAsync()
    {
        _right = job.RightHash(input);
        List<RaceEntry> limitEntries = [.. limits.Select(limit => new RaceEntry(limit.Name))];
        List<RaceEntry> entries = [.. contenders.Select(contender => new RaceEntry(contender.Name, contender.Passes))];
        await WarmUpAsync(limitEntries, entries);
        for (int round = 0; round < options.Runs; round++)
        {
            double? limit = null;
            for (int i = 0; i < limits.Count; i++)
            {
                double seconds = RunLimit(limits[i], limitEntries[i]);
                limit ??= seconds;
                Record(limitEntries[i], seconds, limit);
            }

            for (int i = 0; i < contenders.Count; i++)
            {
                if (entries[i].Fault is null)
                {
                    (double seconds, double processor) = await RunAsync(contenders[i], entries[i]);
                    Record(entries[i], seconds, limit);
                    entries[i].ProcessorSeconds.Add(processor);
                }
            }
        }

        File.Delete(_answerFile);
        return new RaceResult(job, input, [.. limitEntries, .. entries], options.Runs);
    }

    // The C++ programs compile nothing: one run is enough.
    private async Task WarmUpAsync(List<RaceEntry> limitEntries, List<RaceEntry> entries)
    {
        for (int i = 0; i < limits.Count; i++)
        {
            RunLimit(limits[i], limitEntries[i]);
        }

        foreach ((IContender contender, RaceEntry entry) in contenders.Zip(entries))
        {
            await WarmUp.RunAsync(
                async () =>
                {
                    await RunAsync(contender, entry);
                    return entry.Fault is null;
                },
                options.Warmups,
                s_longestWarmUp);
        }
    }

    private static void Record(RaceEntry entry, double seconds, double? limit)
    {
        entry.Seconds.Add(seconds);
        if (limit is double read)
        {
            entry.Ratios.Add(read * entry.Passes / seconds);
        }
    }

    private double RunLimit(LimitProgram limit, RaceEntry entry)
    {
        double seconds = limit.Run(input.Path, _answerFile);
        Check(entry, File.ReadAllText(_answerFile));
        return seconds;
    }

    private async Task<(double Seconds, double Processor)> RunAsync(IContender contender, RaceEntry entry)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        try
        {
            using var process = Process.GetCurrentProcess();
            TimeSpan processorBefore = process.TotalProcessorTime;
            long allocatedBefore = GC.GetTotalAllocatedBytes();
            long start = Stopwatch.GetTimestamp();
            Answer answer = await contender.RunAsync(input);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            entry.Allocated = GC.GetTotalAllocatedBytes() - allocatedBefore;
            process.Refresh();
            double processor = (process.TotalProcessorTime - processorBefore).TotalSeconds;
            Check(entry, answer.Text());
            return (seconds, processor);
        }
#pragma warning disable CA1031 // One contender's failure is told in the table and must not hide the others' figures.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            entry.Fault = exception.ToString();
            return (double.NaN, double.NaN);
        }
    }

    private void Check(RaceEntry entry, string text)
    {
        string hash = Answer.Hash(text);
        if (hash != _right)
        {
            string first = text[..Math.Min(text.Length, 200)].Replace('\n', ' ');
            entry.Fault ??= $"another answer: SHA-256 {hash} instead of {_right}; it begins {first}";
        }
    }
}
