using System.Text;
using Compiled.Checkpoint;
using Compiled.Sinks;
using Compiled.Sources;
using Compiled.State;
using Compiled.Tests.Execution;
using Compiled.Tests.Sources;
using Compiled.Tests.State;

namespace Compiled.Tests.Checkpoint;

/// <summary>A line job with a checkpoint that can be run again and again over the same input, with the sinks and the state that earlier runs left.</summary>
internal sealed class CheckpointedLines : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _parts;

    public CheckpointedLines(params string[] parts)
        : this(SinkGuarantee.Idempotent, parts)
    {
    }

    public CheckpointedLines(SinkGuarantee guarantee, params string[] parts)
    {
        _parts = parts;
        Job = new LineJob { Upper = new(guarantee), Counts = new(guarantee), Windows = new(guarantee) };
    }

    public string Path => _folder.Full("checkpoint");

    public TestState State { get; } = new();

    public LineJob Job { get; private set; }

    /// <summary>Whether state lies in a change log that is folded into FASTER after every commit, instead of in <see cref="State"/>.</summary>
    public bool UsesFaster { get; init; }

    /// <summary>Changes the builder before a run.</summary>
    public Action<JobBuilder>? Configure { get; init; }

    /// <summary>Runs over all parts, one an epoch, up to the end or the crash.</summary>
    public async Task Run(Crash? crash = null, LineProgram? program = null, Input<Utf8String>? input = null)
    {
        Job = new LineJob(program) { Upper = Job.Upper, Counts = Job.Counts, Windows = Job.Windows };
        Job.Upper.OnStep = Job.Counts.OnStep = Job.Windows.OnStep = crash is null ? null : step => crash.Step($"sink {step}");
        JobBuilder builder = Job.Build(input ?? LineJob.Parts(_parts)).Checkpoint(Path);
        builder.Options.OpenState = UsesFaster ? OpenFolding : State.Opening(crash);

        builder.Options.Files = new FaultyFileSystem(crash);
        Configure?.Invoke(builder);
        await builder.RunAsync();
    }

    /// <summary>Runs up to a crash; false if there was none.</summary>
    public async Task<bool> RunToCrash(Crash crash)
    {
        try
        {
            await Run(crash);
        }
        catch (PipelineException failure) when (failure.InnerException is CrashException)
        {
            // As it should be.
        }

        return crash.HasHappened;
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Dispose();

    private static IDurableState OpenFolding(IFileSystem files, string folder, string? token) =>
        DurableState.Open(files, folder, token, new DurableStateOptions { LeastLogBytes = 0, LogToLive = 0, LeastStoreBytes = 0, Run = StateRun.Inline });
}
