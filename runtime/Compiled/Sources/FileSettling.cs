namespace Compiled.Sources;

/// <summary>
/// Decides whether a file is still being written: it is taken if it was last written at least the settle time ago, or if two looks at least that far apart found
/// the same length and time. The second rule makes it independent of the clock of another machine that owns the folder.
/// </summary>
internal sealed class FileSettling(TimeSpan settle, TimeProvider clock)
{
    private readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);

    public bool IsSettled(InputFile file)
    {
        if (settle <= TimeSpan.Zero || clock.GetUtcNow().UtcDateTime - file.Modified >= settle)
        {
            _watched.Remove(file.Path);
            return true;
        }

        if (!_watched.TryGetValue(file.Path, out Watched? first) || first.File != file)
        {
            _watched[file.Path] = new Watched(file, clock.GetTimestamp());
            return false;
        }

        bool settled = clock.GetElapsedTime(first.Since) >= settle;
        if (settled)
        {
            _watched.Remove(file.Path);
        }

        return settled;
    }

    /// <summary>Forgets watched files that are not among <paramref name="present"/>.</summary>
    public void Forget(HashSet<string> present)
    {
        foreach (string path in _watched.Keys)
        {
            if (!present.Contains(path))
            {
                _watched.Remove(path);
            }
        }
    }

    private sealed record Watched(InputFile File, long Since);
}
