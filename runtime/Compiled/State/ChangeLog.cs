using Compiled.Checkpoint;

namespace Compiled.State;

/// <summary>Writes the change log: chunks one behind the other in numbered files. What was appended is durable after <see cref="Sync"/>.</summary>
internal sealed class ChangeLog : IChunkSink, IDisposable
{
    private readonly IFileSystem _files;
    private readonly string _folder;
    private IGrowingFile? _file;
    private bool _isNew;
    private bool _isSynced;

    private ChangeLog(IFileSystem files, string folder)
    {
        _files = files;
        _folder = folder;
    }

    /// <summary>Number of the file that is being written.</summary>
    public int Number { get; private set; }

    /// <summary>Where it ends.</summary>
    public long End { get; private set; }

    /// <summary>Bytes appended since the log was opened.</summary>
    public long Appended { get; private set; }

    /// <summary>Goes on behind <paramref name="end"/>; what lies beyond was never recorded, and is cut off.</summary>
    public static ChangeLog Continue(IFileSystem files, string folder, int number, long end)
    {
        ChangeLog log = new(files, folder) { Number = number, End = end };
        log.Write(() =>
        {
            log._file = files.Open(ChangeFile.PathOf(folder, number));
            log._file.Cut(end);
        });
        return log;
    }

    /// <summary>Begins a log.</summary>
    public static ChangeLog Begin(IFileSystem files, string folder, int number)
    {
        ChangeLog log = new(files, folder);
        log.BeginFile(number);
        return log;
    }

    /// <inheritdoc/>
    public void Append(in ChunkHeader header, ReadOnlySpan<byte> chunk)
    {
        try
        {
            _file!.Write(End, chunk);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateErrors.CannotWrite(_folder, e.Message, e);
        }

        End += chunk.Length;
        Appended += chunk.Length;
        _isSynced = false;
    }

    /// <summary>Makes everything durable, including the file's name.</summary>
    public void Sync()
    {
        if (_isSynced)
        {
            return;
        }

        Write(() =>
        {
            _file!.Sync();
            if (_isNew)
            {
                _files.SyncFolder(_folder);
                _isNew = false;
            }
        });
        _isSynced = true;
    }

    /// <summary>Begins the next file. What was written to the last one must have been synced.</summary>
    public void BeginNextFile() => BeginFile(Number + 1);

    public void Dispose() => _file?.Dispose();

    private void BeginFile(int number)
    {
        Write(() =>
        {
            // A file of this name may be there, from a run that came to an end before it recorded it.
            IGrowingFile file = _files.Open(ChangeFile.PathOf(_folder, number));
            _file?.Dispose();
            _file = file;
            file.Cut(0);
            ChangeFile.WriteFront(file);
        });
        Number = number;
        End = ChangeFile.FrontBytes;
        _isNew = true;
        _isSynced = false;
    }

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateErrors.CannotWrite(_folder, e.Message, e);
        }
    }
}
