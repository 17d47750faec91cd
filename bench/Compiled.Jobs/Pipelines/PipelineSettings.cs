using Compiled.Jobs.Inputs;
using Compiled.Sources;

namespace Compiled.Jobs.Pipelines;

/// <summary>What a contender asks of a pipeline beside the job itself.</summary>
/// <param name="Name">Name in the tables.</param>
/// <param name="IsMapped">Whether the input is mapped instead of read.</param>
/// <param name="IsCheckpointed">Whether the job keeps a durable checkpoint, saved at the end of every epoch.</param>
/// <param name="Passes">How often each row of the input passes: see <see cref="RepeatedInput"/>.</param>
internal sealed record PipelineSettings(string Name, bool IsMapped, bool IsCheckpointed, int Passes)
{
    private static readonly Lazy<string> Root = new(() =>
    {
        string root = Directory.CreateTempSubdirectory("compiled-jobs").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    });

    private static int s_runs;

    public static PipelineSettings Read { get; } = new("Compiled", IsMapped: false, IsCheckpointed: false, Passes: 1);

    public static PipelineSettings Mapped { get; } = new("Compiled, mapped", IsMapped: true, IsCheckpointed: false, Passes: 1);

    /// <summary>The job over so many passes that each of its epochs takes about a second.</summary>
    public static PipelineSettings Long(int passes) => new("Compiled, for seconds", IsMapped: false, IsCheckpointed: false, passes);

    /// <summary>The same with a checkpoint at the end of every epoch: about each second.</summary>
    public static PipelineSettings LongCheckpointed(int passes) => new("Compiled, for seconds, checkpoint each second", IsMapped: false, IsCheckpointed: true, passes);

    public FileSource Source(JobInput input) => Passes == 1
        ? Compiled.Source.Files(input.Path, mapped: IsMapped)
        : Compiled.Source.Files(RepeatedInput.FolderOf(input, Passes), maxFilesPerTrigger: Passes, mapped: IsMapped);

    public Task RunAsync(JobBuilder job, JobInput input)
    {
        if (IsCheckpointed)
        {
            string folder = Path.Combine(Root.Value, Interlocked.Increment(ref s_runs).ToString(System.Globalization.CultureInfo.InvariantCulture));
            job.Checkpoint(folder).CheckpointEvery(TimeSpan.Zero);
        }

        return job.Workers(input.Workers).Trigger(Trigger.AvailableNow).RunAsync();
    }

    /// <summary>Of the rows delivered, the last one of each group: a group is delivered by every epoch that changes it.</summary>
    public IEnumerable<TRow> Last<TRow, TKey>(IEnumerable<TRow> rows, Func<TRow, TKey> key)
        where TKey : notnull
    {
        if (Passes == 1)
        {
            return rows;
        }

        var last = new Dictionary<TKey, TRow>();
        foreach (TRow row in rows)
        {
            last[key(row)] = row;
        }

        return last.Values;
    }

    /// <summary>What one pass contributes to a count or a sum of whole numbers to which every pass contributes the same.</summary>
    public long OfOnePass(long sum) => sum % Passes == 0 ? sum / Passes : throw new InvalidOperationException($"{sum} is not what {Passes} equal passes sum up to.");

    /// <summary>What one pass contributes to a sum to which every pass contributes the same.</summary>
    public double OfOnePass(double sum) => sum / Passes;
}
