using System.Globalization;
using Compiled.Jobs.Racing;

namespace Compiled.Jobs.Cliffs;

/// <summary>
/// Measures what might be a cliff beside its neighbour: the same pipeline, one thing of the input changed. Runs of a topic are interleaved and every answer is checked.
/// Processor time of the whole process, the least of all runs: a neighbour on the machine then does little harm.
/// </summary>
internal static class CliffBench
{
    private const int DefaultRuns = 7;
    private static readonly TimeSpan s_warmup = TimeSpan.FromMilliseconds(300);

    /// <param name="args">
    /// Topics whose name contains one of these, or cases of which "topic: case" does; if none, all but those that take gigabytes ("huge"). <c>--runs N</c>: how often each is run.
    /// </param>
    public static async Task<int> RunAsync(string[] args)
    {
        int counted = DefaultRuns;
        if (args is [.. string[] before, "--runs", string number])
        {
            args = before;
            counted = int.Parse(number, CultureInfo.InvariantCulture);
        }

        var lines = new List<string[]> { new[] { "what varies", "case", "ns a row", "ns a byte", "MB", "neighbour", "ratio" } };
        bool right = true;
        foreach (IGrouping<string, CliffCase> topic in CliffCatalogue.All.GroupBy(item => item.Topic))
        {
            List<CliffTimes> times = [.. topic.Where(item => IsWanted(item, args)).Select(item => new CliffTimes(item))];
            if (times.Count == 0)
            {
                continue;
            }

            foreach (CliffTimes each in times)
            {
                right &= await each.WarmUpAsync(s_warmup);
            }

            int runs = topic.Any(item => item.IsHuge) ? 1 : counted;
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

    private static bool IsWanted(CliffCase item, string[] args) =>
        args.Length == 0 ? !item.IsHuge : args.Any(text => $"{item.Topic}: {item.Name}".Contains(text, StringComparison.OrdinalIgnoreCase));
}
