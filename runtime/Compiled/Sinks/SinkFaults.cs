namespace Compiled.Sinks;

/// <summary>The faults of output files, each with its place and remedy.</summary>
internal static class SinkFaults
{
    public static PipelineException Unwritable(string path, Exception inner) =>
        new("CMP0940", $"Cannot write {path}: {inner.Message} Free space, correct permissions or choose another folder, and start again; with a checkpoint nothing is lost.", inner);

    public static PipelineException ForeignFolder(string folder, long found, long epoch) => new(
        "CMP0941",
        $"Folder {folder} holds results up to batch {found}, but the job is about to write batch {epoch}: the folder belongs to another checkpoint, or the checkpoint was deleted. Choose another folder, or remove its files if the job shall start anew.");

    /// <summary>Runs <paramref name="action"/> and tells its faults as ours.</summary>
    public static void Guard(string path, Action action) => Guard(path, () =>
    {
        action();
        return true;
    });

    /// <inheritdoc cref="Guard(string, Action)"/>
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
    }
}
