using Compiled.Sources;

namespace Compiled.Jobs.Pipelines;

/// <summary>What a contender asks of a pipeline beside the job itself.</summary>
/// <param name="Name">Name in the tables.</param>
/// <param name="IsMapped">Whether the input is mapped instead of read.</param>
/// <param name="IsCheckpointed">Whether the job keeps a durable checkpoint, saved each second and at its end.</param>
internal sealed record PipelineSettings(string Name, bool IsMapped, bool IsCheckpointed)
{
    private static readonly Lazy<string> Root = new(() =>
    {
        string root = Directory.CreateTempSubdirectory("compiled-jobs").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    });

    private static int s_runs;

    public static PipelineSettings Read { get; } = new("Compiled", IsMapped: false, IsCheckpointed: false);

    public static PipelineSettings Mapped { get; } = new("Compiled, mapped", IsMapped: true, IsCheckpointed: false);

    public static PipelineSettings Checkpointed { get; } = new("Compiled, checkpoint each second", IsMapped: false, IsCheckpointed: true);

    public FileSource Source(JobInput input) => Compiled.Source.Files(input.Path, mapped: IsMapped);

    public Task RunAsync(JobBuilder job, JobInput input)
    {
        if (IsCheckpointed)
        {
            string folder = Path.Combine(Root.Value, Interlocked.Increment(ref s_runs).ToString(System.Globalization.CultureInfo.InvariantCulture));
            job.Checkpoint(folder).CheckpointEvery(TimeSpan.FromSeconds(1));
        }

        return job.Workers(input.Workers).Trigger(Trigger.AvailableNow).RunAsync();
    }
}
