namespace Compiled.Jobs.Racing;

/// <summary>What came out for one job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Input">Its input.</param>
/// <param name="Entries">One a contender, the C++ programs first.</param>
/// <param name="Rounds">Counted rounds.</param>
internal sealed record RaceResult(Job Job, JobInput Input, IReadOnlyList<RaceEntry> Entries, int Rounds)
{
    /// <summary>Whether every contender gave the right answer.</summary>
    public bool AllRight => Entries.All(entry => entry.Fault is null);
}

/// <summary>One contender's runs.</summary>
internal sealed class RaceEntry(string name, int passes = 1)
{
    public string Name { get; } = name;

    /// <summary>How often the rows of the input pass in a run.</summary>
    public int Passes { get; } = passes;

    /// <summary>Wall time of each counted run.</summary>
    public List<double> Seconds { get; } = [];

    /// <summary>Processor time of each counted run, all threads; none for the C++ programs.</summary>
    public List<double> ProcessorSeconds { get; } = [];

    /// <summary>The time of the C++ program's read mode divided by this contender's for one pass, a counted round.</summary>
    public List<double> Ratios { get; } = [];

    /// <summary>Bytes allocated on the managed heap in the last run.</summary>
    public long Allocated { get; set; }

    /// <summary>What went wrong, or null.</summary>
    public string? Fault { get; set; }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
