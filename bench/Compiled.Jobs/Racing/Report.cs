using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Compiled.Jobs.Racing;

/// <summary>Prints the tables, as text or markdown.</summary>
internal sealed class Report(Options options)
{
    private static readonly string[] Header = ["contender", "M rows/s", "MB/s", "median ms", "best ms", "cpu ms", "allocated MB", "of C++ read", "answer"];
    private bool _right = true;

    /// <summary>Says on what it runs.</summary>
    public void Machine()
    {
        string processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : RuntimeInformation.ProcessArchitecture.ToString();
        string vectors = Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : Vector128.IsHardwareAccelerated ? "128" : "no";
        string load = File.Exists("/proc/loadavg") ? $", load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the start" : "";
        Console.WriteLine(Invariant(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} x {processor}, {vectors}-bit vectors{load}. Medians of {options.Runs} interleaved runs after at least {options.Warmups}; {options.Workers} worker(s)."));
    }

    /// <summary>Prints a job's table.</summary>
    public void Job(RaceResult result)
    {
        _right &= result.AllRight;
        Console.WriteLine();
        string title = Invariant($"{result.Job.Name}: {result.Input.Rows:N0} rows, {result.Input.Bytes / 1e6:F0} MB");
        Console.WriteLine(options.Markdown ? $"### {title}\n" : title);
        List<string[]> lines = [Header, .. result.Entries.Select(entry => Cells(result.Input, entry))];
        TextTable.Print(lines, options.Markdown, 0, 8);

        foreach (RaceEntry entry in result.Entries.Where(entry => entry.Fault is not null))
        {
            Console.WriteLine();
            Console.WriteLine($"{entry.Name}: {entry.Fault}");
        }
    }

    /// <summary>Says whether all went well.</summary>
    public void End()
    {
        Console.WriteLine();
        Console.WriteLine(_right ? "Every contender gave the right answer in every run." : "NOT every contender gave the right answer.");
    }

    private static string[] Cells(JobInput input, RaceEntry entry)
    {
        double seconds = RaceEntry.Median(entry.Seconds);
        return
        [
            entry.Name,
            Number(input.Rows * (double)entry.Passes / seconds / 1e6, "F2"),
            Number(input.Bytes * (double)entry.Passes / seconds / 1e6, "F0"),
            Number(seconds * 1e3, "F1"),
            Number(entry.Seconds.DefaultIfEmpty(double.NaN).Min() * 1e3, "F1"),
            Number(RaceEntry.Median(entry.ProcessorSeconds) * 1e3, "F0"),
            entry.ProcessorSeconds.Count == 0 ? "" : Number(entry.Allocated / 1e6, "F1"),
            Number(RaceEntry.Median(entry.Ratios), "F3"),
            entry.Fault is null ? "right" : "WRONG",
        ];
    }

    private static string Number(double value, string format) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
