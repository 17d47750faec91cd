using System.Globalization;
using Compiled.Jobs.Racing;

namespace Compiled.Jobs.Starting;

/// <summary>
/// How long a process of the README's main job takes from its start to its first delivered batch, and to its end: with the machine code of the Release build, with the JIT alone,
/// and a process that does nothing beside it, all interleaved.
/// </summary>
internal static class StartBench
{
    /// <summary>The argument with which this program does nothing.</summary>
    public const string Nothing = "nothing";

    /// <param name="args">How many processes of each; 15 unless said otherwise.</param>
    public static int Run(string[] args)
    {
        if (FindRepository() is not { } root)
        {
            Console.Error.WriteLine("samples/Invoices was not found above this program.");
            return 2;
        }

        string sample = Path.Combine(root, "samples", "Invoices", "bin", "Release", "net10.0", "Invoices.dll");
        if (!File.Exists(sample))
        {
            Console.Error.WriteLine("Build it first: dotnet build -c Release samples/Invoices");
            return 2;
        }

        int runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
        string scratch = Directory.CreateTempSubdirectory("compiled-start").FullName;
        string[] job = [Path.Combine(Path.GetDirectoryName(sample)!, "data", "invoices"), Path.Combine(scratch, "output"), Path.Combine(scratch, "checkpoint")];
        string withoutImages = CopyWithoutImages(root, Path.GetDirectoryName(sample)!);
        StartedProgram[] programs =
        [
            new("nothing", [typeof(StartBench).Assembly.Location, Nothing]),
            new("invoices", [sample, .. job]),
            new("invoices, JIT only", [Path.Combine(withoutImages, "Invoices.dll"), .. job]),
        ];
        for (int run = 0; run <= runs; run++)
        {
            foreach (StartedProgram program in programs)
            {
                program.Run(count: run > 0);
                Clean(scratch);
            }
        }

        Console.WriteLine($"{runs} processes each, interleaved; first: the line of the first delivered batch.");
        TextTable.Print([["process", "first, median ms", "best", "end, median ms", "best"], .. programs.Select(program => program.Cells())], markdown: true, 0);
        Directory.Delete(scratch, recursive: true);
        Directory.Delete(withoutImages, recursive: true);
        return 0;
    }

    /// <summary>The program as it is where there is no ahead-of-time compiler: the IL of sample and runtime, the rest as it is.</summary>
    private static string CopyWithoutImages(string root, string folder)
    {
        string copy = Directory.CreateTempSubdirectory("compiled-start-jit").FullName;
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(root, "samples", "Invoices", "obj", "Release", "net10.0", "Invoices.dll"), Path.Combine(copy, "Invoices.dll"), overwrite: true);
        File.Copy(Path.Combine(root, "runtime", "Compiled", "bin", "Release", "net10.0", "Compiled.dll"), Path.Combine(copy, "Compiled.dll"), overwrite: true);
        return copy;
    }

    private static void Clean(string scratch)
    {
        foreach (string folder in Directory.EnumerateDirectories(scratch))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "samples", "Invoices", "Invoices.csproj")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
