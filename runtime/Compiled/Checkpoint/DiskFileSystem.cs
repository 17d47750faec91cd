namespace Compiled.Checkpoint;

/// <summary>The real disk.</summary>
internal sealed class DiskFileSystem : IFileSystem
{
    public static DiskFileSystem Instance { get; } = new();

    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    public bool Exists(string path) => File.Exists(path);

    public IReadOnlyList<string> List(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))] : [];

    public byte[] Read(string path) => File.ReadAllBytes(path);

    public void WriteSynced(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void SyncFolder(string path) => FolderSync.Sync(path);

    public void Delete(string path) => File.Delete(path);

    public IGrowingFile Open(string path) => new DiskFile(path);

    public IDisposable? TryLock(string path)
    {
        try
        {
            // FileShare.None is flock on Unix and a sharing mode on Windows: the kernel releases both when the process ends, also by kill -9.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
