using System.Collections.Concurrent;

namespace Compiled.Samples.Tests.Restart;

/// <summary>Waits for files to appear in a folder and below, by the operating system's notices.</summary>
internal sealed class OutputWatch : IDisposable
{
    private readonly BlockingCollection<string> _appeared = [];
    private readonly FileSystemWatcher _watcher;

    /// <summary>Begins to watch.</summary>
    /// <param name="folder">The folder; it is made if it is not there.</param>
    /// <param name="seesWrites">Whether a file also counts as often as it is written to.</param>
    public OutputWatch(string folder, bool seesWrites = false)
    {
        Directory.CreateDirectory(folder);
        _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
        _watcher.Created += (_, e) => Add(e.Name);
        _watcher.Renamed += (_, e) => Add(e.Name);
        if (seesWrites)
        {
            _watcher.Changed += (_, e) => Add(e.Name);
        }

        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Returns once the <paramref name="count"/>-th file of which <paramref name="isMeant"/> holds was made or renamed, or <see cref="End"/> was called.</summary>
    public void WaitFor(Predicate<string> isMeant, int count)
    {
        foreach (string name in _appeared.GetConsumingEnumerable())
        {
            if (isMeant(name) && --count == 0)
            {
                return;
            }
        }
    }

    /// <summary>No more files will come.</summary>
    public void End() => _appeared.CompleteAdding();

    public void Dispose() => _watcher.Dispose();

    private void Add(string? name)
    {
        try
        {
            _appeared.Add(name!);
        }
        catch (InvalidOperationException)
        {
            // A notice that comes after the end is of no use to anybody.
        }
    }
}
