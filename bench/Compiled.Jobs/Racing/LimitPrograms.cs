using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using Compiled.Jobs.Inputs;

namespace Compiled.Jobs.Racing;

/// <summary>The C++ programs that mark what one core can do. Built once into the data folder, if the machine can build and run them.</summary>
internal sealed class LimitPrograms
{
    private readonly string? _folder;

    private LimitPrograms(string? folder) => _folder = folder;

    /// <summary>Builds the programs, or says on <paramref name="error"/> why there are none.</summary>
    public static LimitPrograms Build(Options options, TextWriter error)
    {
        string? missing = options.NoLimit ? "--no-limit was given"
            : Workloads.Find("build.sh") is null ? "their sources are not beside the repository"
            : !Avx512Vbmi.IsSupported ? "the processor has no AVX-512 VBMI"
            : !Processes.Succeeds("g++", ["--version"]) ? "there is no g++"
            : null;
        if (missing is not null)
        {
            error.WriteLine($"The C++ programs do not take part: {missing}. Ratios are left out.");
            return new LimitPrograms(null);
        }

        string folder = Path.Combine(options.Data, "limit");
        if (!File.Exists(Path.Combine(folder, "keys_presized20")))
        {
            error.WriteLine("Building the C++ programs.");
            if (!Processes.Succeeds("sh", [Workloads.Find("build.sh")!, folder]))
            {
                throw new InvalidOperationException("The C++ programs do not build: run build.sh of the workloads' folder to see why.");
            }
        }

        return new LimitPrograms(folder);
    }

    /// <summary>The program of a job by the way it reads its input, or none.</summary>
    public IReadOnlyList<LimitProgram> For(Job job) =>
        _folder is null || job.LimitProgram is null
            ? []
            :
            [
                new LimitProgram("C++ limit, read", Path.Combine(_folder, job.LimitProgram), "read"),
                new LimitProgram("C++ limit, mmap", Path.Combine(_folder, job.LimitProgram), "mmap"),
                .. Strict(job, _folder),
            ];

    // The invoices program exists twice: one looks only at the members it needs, the other compares every name, which is what proves that a row has the layout expected.
    private static IEnumerable<LimitProgram> Strict(Job job, string folder) =>
        job.LimitProgram == "invoices_lazy" ? [new LimitProgram("C++ limit, read, every name compared", Path.Combine(folder, "invoices_index"), "read")] : [];
}

/// <summary>One C++ program in one mode.</summary>
/// <param name="Name">Name in the tables.</param>
internal sealed partial record LimitProgram(string Name, string Path, string Mode)
{
    /// <summary>Runs it once, in a process of its own that times itself, and leaves its sorted answer in <paramref name="answer"/>.</summary>
    /// <returns>Seconds, as the program measured them.</returns>
    public double Run(string input, string answer)
    {
        using Process process = Processes.Start(Path, [input, "--mode", Mode, "--reps", "1", "--out", answer], readOutput: true);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Match figures = Figures().Match(output);
        if (process.ExitCode != 0 || !figures.Success)
        {
            throw new InvalidOperationException($"{Path} --mode {Mode} ended with {process.ExitCode} and printed: {output}");
        }

        return double.Parse(figures.Groups["ms"].Value, CultureInfo.InvariantCulture) / 1_000;
    }

    [GeneratedRegex(@"rows\s+median\s+(?<ms>[0-9.]+) ms")]
    private static partial Regex Figures();
}
