namespace Compiled.Samples.Tests.Programs;

/// <summary>A folder of its own for a test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("compiled-").FullName;

    public string Path { get; }

    public string Full(string name) => System.IO.Path.Join(Path, name);

    /// <summary>Writes a file that was last written <paramref name="minute"/> minutes into 2024, so that the order of files is the test's.</summary>
    public string Write(string name, string text, int minute = 0)
    {
        string path = Full(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minute));
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
