namespace Compiled.Sources;

/// <summary>
/// Plans the files of a folder. What was read is known from the committed positions; what is there is listed anew whenever the files of the last listing are used up.
/// </summary>
internal sealed class FileSourceReader(FileSource source) : ByteSourceReader
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    private readonly BlockBufferPool _buffers = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<InputFile> _pending = new();
    private FileSettling? _settling;
    private FilePattern? _pattern;
    private TimeSpan _listing;
    private bool _draining;

    /// <summary>New files may come for ever.</summary>
    public override bool IsCompleted => false;

    private FilePattern Pattern => _pattern ?? throw new InvalidOperationException("The source was not started.");

    public override ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken)
    {
        _pattern = FilePattern.Parse(source.Path);
        _settling = new FileSettling(source.Settle, source.Clock);
        foreach (string position in committed)
        {
            _seen.UnionWith(FilePosition.ReadPaths(position));
        }

        return ValueTask.CompletedTask;
    }

    public override string Compact(IReadOnlyList<string> committed) => FilePosition.WriteSeen(committed.SelectMany(FilePosition.ReadPaths).Distinct(StringComparer.Ordinal));

    public override ValueTask<ByteRange?> PlanAsync(bool all, CancellationToken cancellationToken)
    {
        // "Everything available" is what one listing showed: a folder that is filled faster than it is read would never be done.
        if (_pending.Count == 0 && !(all && _draining))
        {
            ListNewFiles();
        }

        List<InputFile> files = TakeFiles();
        _draining = all && files.Count > 0;
        return ValueTask.FromResult(files.Count == 0 ? null : Range(FilePosition.Write(files), files, isReplay: false));
    }

    public override ByteRange Replay(string position)
    {
        List<InputFile> files = FilePosition.ReadFiles(position);
        foreach (InputFile file in files)
        {
            string path = Pattern.FullPath(file.Path);
            InputFile found = InputFile.Look(file.Path, path) ?? throw FileFaults.Gone(path);
            if (found.Bytes < file.Bytes)
            {
                throw FileFaults.Shrunk(path, found.Bytes, file.Bytes);
            }

            _seen.Add(file.Path);
        }

        return Range(position, files, isReplay: true);
    }

    public override async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (_pending.Count == 0)
        {
            // Listing a huge folder must not take more than a small share of the time.
            TimeSpan pause = _listing * 10;
            await Task.Delay(pause > PollInterval ? pause : PollInterval, source.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask CommitAsync(ByteRange range, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _buffers.Dispose();
        return ValueTask.CompletedTask;
    }

    private void ListNewFiles()
    {
        long started = source.Clock.GetTimestamp();
        HashSet<string> found = Pattern.List();
        found.ExceptWith(_seen);
        var ready = new List<InputFile>();
        foreach (string path in found)
        {
            if (InputFile.Look(path, Pattern.FullPath(path)) is { } file && _settling!.IsSettled(file))
            {
                ready.Add(file);
            }
        }

        _settling!.Forget(found);
        ready.Sort();
        ready.ForEach(_pending.Enqueue);
        _listing = source.Clock.GetElapsedTime(started);
    }

    private List<InputFile> TakeFiles()
    {
        var files = new List<InputFile>();
        int limit = source.MaxFilesPerTrigger ?? int.MaxValue;
        while (files.Count < limit && _pending.TryDequeue(out InputFile? listed))
        {
            // It may have waited in the queue for hours: what is logged is the file as it is now.
            if (InputFile.Look(listed.Path, Pattern.FullPath(listed.Path)) is { } file && (file == listed || _settling!.IsSettled(file)))
            {
                files.Add(file);
                _seen.Add(file.Path);
            }
        }

        return files;
    }

    private ByteRange Range(string position, List<InputFile> files, bool isReplay) =>
        new(position, files.ConvertAll(file => (ByteSegment)new FileSegment(file, Pattern.FullPath(file.Path), isReplay, source, _buffers)));
}
