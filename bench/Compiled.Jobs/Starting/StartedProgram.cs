using System.Diagnostics;
using System.Globalization;
using Compiled.Jobs.Racing;

namespace Compiled.Jobs.Starting;

/// <summary>A program that is started again and again, and how long that took.</summary>
internal sealed class StartedProgram(string name, string[] arguments)
{
    private readonly List<double> _first = [];
    private readonly List<double> _end = [];

    /// <summary>Starts it once and waits for its end.</summary>
    public void Run(bool count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", arguments) { RedirectStandardOutput = true };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The process could not be started.");
        TimeSpan? first = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (first is null && line.StartsWith("batch ", StringComparison.Ordinal))
            {
                first = Stopwatch.GetElapsedTime(began);
            }
        }

        process.WaitForExit();
        TimeSpan end = Stopwatch.GetElapsedTime(began);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name} ended with {process.ExitCode}.");
        }

        if (count)
        {
            _first.Add((first ?? end).TotalMilliseconds);
            _end.Add(end.TotalMilliseconds);
        }
    }

    /// <summary>Its line of the table.</summary>
    public string[] Cells() => [name, Text(RaceEntry.Median(_first)), Text(_first.Min()), Text(RaceEntry.Median(_end)), Text(_end.Min())];

    private static string Text(double milliseconds) => milliseconds.ToString("F0", CultureInfo.InvariantCulture);
}
