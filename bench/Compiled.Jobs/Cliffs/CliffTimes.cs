using System.Diagnostics;
using System.Globalization;

namespace Compiled.Jobs.Cliffs;

/// <summary>Runs a case and keeps its least time.</summary>
internal sealed class CliffTimes(CliffCase item)
{
    private readonly CliffInput _input = item.Input();
    private double _seconds = double.PositiveInfinity;

    private double NanosecondsARow => _seconds * 1e9 / _input.Rows;

    private double NanosecondsAByte => _seconds * 1e9 / _input.Bytes.Length;

    /// <summary>Runs it without counting, until the JIT has had its time.</summary>
    public async Task<bool> WarmUpAsync(TimeSpan time)
    {
        bool right = true;
        long start = Stopwatch.GetTimestamp();
        do
        {
            right &= await RunAsync();
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        _seconds = double.PositiveInfinity;
        return right;
    }

    /// <summary>Runs it once; false, and a message, if the answer is wrong.</summary>
    public async Task<bool> RunAsync()
    {
        // Not processor time: of threads on other cores the system tells it up to a clock tick late, and the least of several would be a run that ended before the tick.
        long start = Stopwatch.GetTimestamp();
        CliffAnswer answer = await item.RunAsync(Source.Bytes(_input.Bytes));
        _seconds = Math.Min(_seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
        if (answer.Is(_input.Answer))
        {
            return true;
        }

        Console.Error.WriteLine($"{item.Topic}, {item.Name}: {answer} instead of {_input.Answer}");
        return false;
    }

    /// <summary>Its line of the table.</summary>
    public string[] Cells(IReadOnlyList<CliffTimes> topic)
    {
        CliffTimes? neighbour = topic.FirstOrDefault(other => other.Name == item.Neighbour);
        double ratio = neighbour is null ? double.NaN : (item.IsByByte ? NanosecondsAByte / neighbour.NanosecondsAByte : NanosecondsARow / neighbour.NanosecondsARow) / item.Work;
        return
        [
            item.Topic,
            item.Name,
            Number(NanosecondsARow, "F1"),
            Number(NanosecondsAByte, "F2"),
            Number(_input.Bytes.Length / 1e6, "F0"),
            neighbour is null ? "" : neighbour.Name + (item.Work == 1 ? "" : Invariant($", times {item.Work:0.##}")) + (item.IsByByte ? ", by byte" : ""),
            double.IsNaN(ratio) ? "" : Number(ratio, "F2"),
        ];
    }

    private string Name => item.Name;

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
