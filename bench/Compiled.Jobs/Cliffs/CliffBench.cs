using Compiled.Jobs.Racing;

namespace Compiled.Jobs.Cliffs;

/// <summary>
/// Measures what might be a cliff beside its neighbour: the same pipeline, one thing of the input changed. Runs of a topic are interleaved and every answer is checked.
/// Processor time of the whole process, the least of all runs: a neighbour on the machine then does little harm.
/// </summary>
internal static class CliffBench
{
    private const int Runs = 7;
    private static readonly TimeSpan s_warmup = TimeSpan.FromMilliseconds(300);

    /// <param name="args">Topics whose name contains one of these; if none, all but those that take gigabytes ("huge").</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var lines = new List<string[]> { new[] { "what varies", "case", "ns a row", "ns a byte", "MB", "neighbour", "ratio" } };
        bool right = true;
        foreach (IGrouping<string, CliffCase> topic in CliffCatalogue.All.GroupBy(item => item.Topic))
        {
            if (args.Length > 0 ? !args.Any(text => topic.Key.Contains(text, StringComparison.OrdinalIgnoreCase)) : topic.Any(item => item.IsHuge))
            {
                continue;
            }

            List<CliffTimes> times = [.. topic.Select(item => new CliffTimes(item))];
            foreach (CliffTimes each in times)
            {
                right &= await each.WarmUpAsync(s_warmup);
            }

            int runs = topic.Any(item => item.IsHuge) ? 1 : Runs;
            for (int run = 0; run < runs; run++)
            {
                foreach (CliffTimes each in times)
                {
                    right &= await each.RunAsync();
                }
            }

            lines.AddRange(times.Select(each => each.Cells(times)));
            Console.Error.WriteLine($"{topic.Key}: done");
        }

        TextTable.Print(lines, markdown: true, 0, 1, 5);
        Console.WriteLine(right ? "Every answer was right." : "NOT every answer was right.");
        return right ? 0 : 1;
    }
}
