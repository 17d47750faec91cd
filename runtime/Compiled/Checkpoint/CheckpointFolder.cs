namespace Compiled.Checkpoint;

/// <summary>An open checkpoint: locked, known to be this pipeline's, with its log.</summary>
internal sealed class CheckpointFolder : IDisposable
{
    private readonly IDisposable _lock;

    private CheckpointFolder(string path, IDisposable @lock, CheckpointMetadata metadata, EpochLog log, RecoveryPlan recovery)
    {
        _lock = @lock;
        Path = path;
        Metadata = metadata;
        Log = log;
        Recovery = recovery;
    }

    public string Path { get; }

    public CheckpointMetadata Metadata { get; }

    public EpochLog Log { get; }

    /// <summary>Where to go on.</summary>
    public RecoveryPlan Recovery { get; }

    /// <summary>The folder that the state store keeps its files in.</summary>
    public string StatePath => System.IO.Path.Combine(Path, "state");

    /// <summary>Opens or makes a checkpoint.</summary>
    /// <exception cref="PipelineException">CMP0952 to CMP0955, CMP0958.</exception>
    public static CheckpointFolder Open(IFileSystem files, string path, string pipeline, string stateSchema)
    {
        path = System.IO.Path.GetFullPath(path);
        IDisposable @lock = Lock(files, path)
            ?? throw new PipelineException("CMP0954", $"The checkpoint '{path}' is in use by another job. Stop that job first, or give this one a folder of its own.");
        try
        {
            CheckpointMetadata metadata = CheckpointMetadata.OpenOrCreate(files, path, pipeline, stateSchema);
            var log = new EpochLog(files, path);
            log.Open();
            files.SyncFolder(path);
            return new CheckpointFolder(path, @lock, metadata, log, RecoveryPlan.Read(log));
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static IDisposable? Lock(IFileSystem files, string path)
    {
        try
        {
            files.CreateFolder(path);
            return files.TryLock(System.IO.Path.Combine(path, "lock"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException("CMP0958", $"The checkpoint folder '{path}' cannot be made or written: {e.Message} Correct its permissions, or give Checkpoint the path of a folder.", e);
        }
    }
}
