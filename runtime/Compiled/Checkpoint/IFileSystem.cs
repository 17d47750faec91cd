namespace Compiled.Checkpoint;

/// <summary>The few disk operations that a checkpoint is made of, one a step, so that tests can fail each of them. Paths are absolute.</summary>
internal interface IFileSystem
{
    /// <summary>Makes a folder and those above it; nothing if it exists.</summary>
    void CreateFolder(string path);

    /// <summary>Whether there is such a file.</summary>
    bool Exists(string path);

    /// <summary>Names (without folder) of the files in a folder, in no order; empty if there is no such folder.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>The whole file.</summary>
    byte[] Read(string path);

    /// <summary>Writes a new file, or replaces its content, and returns when the content is on the device.</summary>
    void WriteSynced(string path, ReadOnlySpan<byte> content);

    /// <summary>Gives a file a new name in the same folder, replacing what has that name, in one step.</summary>
    void Rename(string from, string to);

    /// <summary>Returns when the names in a folder are on the device.</summary>
    void SyncFolder(string path);

    /// <summary>Removes a file; nothing if it is absent.</summary>
    void Delete(string path);

    /// <summary>Opens a file to be read and written at any position; it is made if it is not there. It is whoever has it open who must not delete it.</summary>
    IGrowingFile Open(string path);

    /// <summary>Takes an exclusive lock that ends with the process, however it ends; null if somebody else holds it.</summary>
    IDisposable? TryLock(string path);
}
