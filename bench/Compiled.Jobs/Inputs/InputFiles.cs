using System.Diagnostics;
using System.Globalization;

namespace Compiled.Jobs.Inputs;

/// <summary>The input files of a data folder: made once, by the workloads' own generator where it and Python are there, else by <see cref="OwnInputs"/>.</summary>
internal sealed class InputFiles(string folder, bool alwaysOwn)
{
    private const int Keys = 1_000_000;

    /// <summary>The input of <paramref name="job"/> with <paramref name="rows"/> rows.</summary>
    public JobInput For(Job job, int rows, int workers)
    {
        Directory.CreateDirectory(folder);
        string? script = Workloads.Find("gen.py");
        bool theirs = !alwaysOwn && script is not null && Python.IsThere;
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{job.Input}-{rows}{(theirs ? "" : "-own")}{Extension(job.Input)}"));
        if (!File.Exists(path))
        {
            // Written under another name first, so that an interrupted run leaves no half file behind.
            string unfinished = path + ".unfinished";
            if (theirs)
            {
                Python.Run([script!, job.Input, rows.ToString(CultureInfo.InvariantCulture), unfinished, .. Extra(job.Input)]);
            }
            else
            {
                OwnInputs.Write(job.Input, rows, Keys, unfinished);
            }

            File.Move(unfinished, path);
        }

        // A link has a length of its own.
        var file = new FileInfo(path);
        long bytes = (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length;
        return new JobInput(path, rows, bytes, theirs && rows == job.DefaultRows, workers);
    }

    private static string[] Extra(string input) => input == "keys" ? [Keys.ToString(CultureInfo.InvariantCulture)] : [];

    private static string Extension(string input) => input switch
    {
        "invoices" => ".ndjson",
        "trades" => ".csv",
        "words" => ".txt",
        _ => ".bin",
    };

    /// <summary>The Python interpreter, if the machine has one.</summary>
    private static class Python
    {
        public static bool IsThere { get; } = Processes.Succeeds("python3", ["--version"]);

        public static void Run(string[] arguments)
        {
            using Process process = Processes.Start("python3", arguments);
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"python3 {string.Join(' ', arguments)} ended with {process.ExitCode}.");
            }
        }
    }
}
