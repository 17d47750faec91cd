using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Compiled.Jobs.Inputs;
using Compiled.Jobs.Racing;

namespace Compiled.Jobs.Instructions;

/// <summary>
/// Instructions a row of the five jobs, of the C++ and of the compiled pipeline, counted by running one block of a warm program step by step: for machines whose processor counters are not to be had.
/// </summary>
internal static class InstructionBench
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    // The name of a job's thread, of which the system keeps fifteen letters.
    private const string JobThread = "Compiled.Jobs.P";

    public static int Run(string[] args)
    {
        Options? options = Options.Parse(args, Console.Error);
        if (options is null)
        {
            return 2;
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Console.Error.WriteLine("Threads can be run step by step on Linux and x86-64 only.");
            return 2;
        }

        var inputs = new InputFiles(options.Data, options.OwnInputs);
        LimitPrograms limits = LimitPrograms.Build(options, Console.Error);
        var lines = new List<string[]> { new[] { "job", "C++, instructions a row", "Compiled", "of C++" } };
        foreach (Job job in JobCatalogue.All.Where(options.Wants).Where(job => job.LimitProgram is not null))
        {
            JobInput input = inputs.For(job, options.Rows ?? job.DefaultRows, workers: 1);
            LimitProgram? limit = limits.For(job).FirstOrDefault();
            double? bound = limit is null ? null : Count(limit.Path, [input.Path, "--mode", limit.Mode, "--reps", "1000"], input, TimeSpan.Zero, Path.GetFileName(limit.Path));
            double ours = Count(
                Environment.ProcessPath!,
                [typeof(InstructionBench).Assembly.Location, "--job", job.Name, "--only", "=Compiled", "--no-limit", "--runs", "1000", "--data", options.Data],
                input,
                TimeSpan.FromSeconds(8),
                JobThread);
            lines.Add([job.Name, Text(bound), Text(ours), bound is null ? "" : (ours / bound.Value).ToString("F2", CultureInfo.InvariantCulture)]);
        }

        TextTable.Print(lines, options.Markdown, 0);
        return 0;
    }

    /// <summary>Instructions a row of a program that does a job again and again.</summary>
    private static double Count(string program, string[] arguments, JobInput input, TimeSpan warmup, string threadName)
    {
        using Process process = Start(program, arguments);
        try
        {
            if (process.WaitForExit(warmup))
            {
                throw new InvalidOperationException($"{program} ended with {process.ExitCode} instead of doing its job again and again.");
            }

            // Looked for again and again: a job's thread lives for one run, and may be past the part of its input that counts.
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_longest; Thread.Sleep(1))
            {
                if (ChildOf(process) is int child && FindThread(child, threadName) is int thread && SteppedBlock.TryCount(child, thread, input.Bytes) is { } block)
                {
                    return (double)block.Instructions / block.Bytes * input.Bytes / input.Rows;
                }
            }

            throw new InvalidOperationException($"No block of {program} could be counted within {s_longest.TotalMinutes} minutes.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    // Through a shell that stays: .NET asks for the state of its own children whenever one stops, and would take the stops away.
    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("sh", ["-c", "\"$0\" \"$@\" & wait", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int? ChildOf(Process shell) =>
        int.TryParse(File.ReadAllText($"/proc/{shell.Id}/task/{shell.Id}/children").Split(' ')[0], CultureInfo.InvariantCulture, out int child) ? child : null;

    private static int? FindThread(int process, string name)
    {
        foreach (string folder in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd() == name)
                {
                    return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // The thread has ended meanwhile.
            }
        }

        return null;
    }

    private static string Text(double? value) => value?.ToString("F0", CultureInfo.InvariantCulture) ?? "";
}
