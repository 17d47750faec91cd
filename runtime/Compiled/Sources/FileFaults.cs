namespace Compiled.Sources;

/// <summary>The faults of input files, each with its place and remedy.</summary>
internal static class FileFaults
{
    private const string Rename = "Write input under a name that begins with '.' or '_' and rename it when it is complete, or give Source.Files a settle time.";

    public static PipelineException Gone(string path, Exception? inner = null) =>
        new("CMP0931", $"File {path} was planned into a batch and is no longer there. Put it back and start again: files may be removed once their batch is committed.", inner);

    public static PipelineException Shrunk(string path, long found, long planned) =>
        new("CMP0931", $"File {path} was planned with {planned} bytes and now ends after {found}. Put the original back and start again. {Rename}");

    public static PipelineException Grew(string path, long planned) =>
        new("CMP0932", $"File {path} grew beyond the {planned} bytes it had when it was planned; each file is read once, so what was added would be lost. {Rename}");

    public static PipelineException NotGzip(string path, Exception inner) =>
        new("CMP0935", $"File {path} is not valid gzip: {inner.Message} Write it anew and start again; a file that is not compressed must not be called .gz.", inner);

    public static PipelineException NoSuchPath(string path) =>
        new("CMP0936", $"There is no file or folder '{path}' to read, seen from '{Environment.CurrentDirectory}'. Create it, or correct the path given to Source.Files.");

    public static PipelineException CannotList(string path, Exception inner) =>
        new("CMP0936", $"Folder {path} cannot be listed: {inner.Message} Correct the path given to Source.Files or its permissions.", inner);

    public static PipelineException Unreadable(string path, Exception inner) =>
        new("CMP0937", $"File {path} cannot be read: {inner.Message} Correct its permissions or the device and start again.", inner);

    /// <summary>Runs <paramref name="open"/> and tells its faults as ours.</summary>
    public static T Guard<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Gone(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }
}
