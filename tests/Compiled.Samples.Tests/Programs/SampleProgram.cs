using System.Collections.Concurrent;
using System.Diagnostics;

namespace Compiled.Samples.Tests.Programs;

/// <summary>A sample as a user runs it: a process of its own, with its own folder to work in.</summary>
public sealed class SampleProgram : IDisposable
{
    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private readonly List<string> _output = [];
    private readonly Task<string> _errors;

    private SampleProgram(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        new Thread(ReadLines) { IsBackground = true }.Start();
    }

    public int Id => _process.Id;

    /// <summary>What it wrote to standard error; waits for its end.</summary>
    public string Errors => _errors.GetAwaiter().GetResult();

    /// <summary>The lines of standard output that were read so far.</summary>
    public IReadOnlyList<string> Output => _output;

    public static SampleProgram Start(string name, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Join(AppContext.BaseDirectory, name + ".dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new SampleProgram(Process.Start(start)!);
    }

    /// <summary>Runs it to its end, which must be a good one.</summary>
    public static IReadOnlyList<string> Run(string name, string folder, params string[] arguments)
    {
        using SampleProgram program = Start(name, folder, arguments);
        int exitCode = program.End();
        Assert.True(exitCode == 0, $"{name} ended with {exitCode}.\n{program.Errors}\n{string.Join('\n', program.Output)}");
        return program.Output;
    }

    /// <summary>Waits for a line of standard output that begins so; the program's end without one fails the test.</summary>
    public string WaitForLine(string beginning)
    {
        foreach (string line in _lines.GetConsumingEnumerable())
        {
            _output.Add(line);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The program ended without the line '{beginning}'.\n{string.Join('\n', _output)}\n{Errors}");
    }

    /// <summary>Calls <paramref name="action"/> once the program has ended, however it did.</summary>
    public void WhenEnded(Action action)
    {
        _process.Exited += (_, _) => action();
        _process.EnableRaisingEvents = true;
    }

    /// <summary>Asks for an end in good order, as a user or an operating system does.</summary>
    /// <param name="signal">INT or TERM.</param>
    public void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends it on the spot, as a crash does: SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Reads to the end of its output, waits for it and returns its exit code.</summary>
    public int End()
    {
        _output.AddRange(_lines.GetConsumingEnumerable());
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void ReadLines()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _lines.Add(line);
        }

        _lines.CompleteAdding();
    }
}
