using Compiled.Jobs.Inputs;

namespace Compiled.Jobs.Racing;

/// <summary>Runs the side-by-side jobs: same bytes, same answer, interleaved runs.</summary>
internal static class FiveJobs
{
    /// <summary>The process's exit code: 0 if every answer was right.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        Options? options = Options.Parse(args, Console.Error);
        if (options is null)
        {
            return 2;
        }

        var report = new Report(options);
        report.Machine();
        var inputs = new InputFiles(options.Data, options.OwnInputs);
        var limits = LimitPrograms.Build(options, Console.Error);
        bool right = true;
        foreach (Job job in JobCatalogue.All.Where(options.Wants))
        {
            JobInput input = inputs.For(job, options.Rows ?? job.DefaultRows, options.Workers);
            IReadOnlyList<IContender> contenders = [.. job.Contenders.Where(options.Wants)];
            RaceResult result = await new Race(job, input, contenders, limits.For(job), options).RunAsync();
            report.Job(result);
            right &= result.AllRight;
        }

        report.End();
        return right ? 0 : 1;
    }
}
