using Compiled.Checkpoint;

namespace Compiled.Tests.Checkpoint;

/// <summary>
/// The real disk, on which every changing operation may be the one at which the process dies. A write that dies leaves half of its bytes.
/// Nothing is synced: that would cost minutes and matters only when the machine dies.
/// </summary>
internal sealed class FaultyFileSystem(Crash? crash = null) : IFileSystem
{
    private readonly DiskFileSystem _disk = DiskFileSystem.Instance;

    /// <summary>Bytes that can still be appended to growing files; then the disk is full.</summary>
    public long Room { get; set; } = long.MaxValue;

    public void CreateFolder(string path)
    {
        crash?.Step($"create folder {Name(path)}");
        _disk.CreateFolder(path);
    }

    public bool Exists(string path) => _disk.Exists(path);

    public IReadOnlyList<string> List(string folder) => _disk.List(folder);

    public byte[] Read(string path) => _disk.Read(path);

    public void WriteSynced(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            crash?.Step($"write {Name(path)}");
        }
        catch (CrashException)
        {
            File.WriteAllBytes(path, content[..(content.Length / 2)]);
            throw;
        }

        File.WriteAllBytes(path, content);
    }

    public void Rename(string from, string to)
    {
        crash?.Step($"rename to {Name(to)}");
        _disk.Rename(from, to);
    }

    public void SyncFolder(string path) => crash?.Step($"sync {Name(path)}");

    public void Delete(string path)
    {
        crash?.Step($"delete {Name(path)}");
        _disk.Delete(path);
    }

    public IGrowingFile Open(string path)
    {
        if (!_disk.Exists(path))
        {
            crash?.Step($"create {Name(path)}");
        }

        return new FaultyFile(_disk.Open(path), Name(path), this, crash);
    }

    public IDisposable? TryLock(string path) => _disk.TryLock(path);

    private static string Name(string path) => $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}";
}
