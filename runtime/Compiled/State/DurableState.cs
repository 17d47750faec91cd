using Compiled.Checkpoint;

namespace Compiled.State;

/// <summary>
/// The state of a job on disk. What changes goes to a change log, which costs one sequential write and one sync a checkpoint. When the log has become much larger than what is alive, it is
/// folded into FASTER on another thread; until that is done and recorded, recovery reads what FASTER held before, and the log. A kill at any instant loses nothing, since only the
/// token in a commit file says what is valid, and nothing that one of the last two tokens names is changed or removed. Layout: docs/formats/state.md.
/// </summary>
internal sealed class DurableState : IDurableState, ISavedGroups, IChunkSink
{
    private const int KeptTokens = 2;
    private readonly IFileSystem _files;
    private readonly string _folder;
    private readonly DurableStateOptions _options;
    private readonly ChangeLog _log;
    private readonly LiveGroups _live = new();
    private readonly List<StateToken> _kept = [];
    private readonly ChangeHistory? _history;
    private FoldedGroups? _folded;
    private FasterCheckpoint? _foldedAt;
    private FasterCheckpoint[] _keptFolds = [];
    private StateFold? _fold;
    private Task _removal = Task.CompletedTask;
    private int _first;
    private int _oldest;
    private long _logBytes;

    private DurableState(IFileSystem files, string folder, DurableStateOptions options, StateToken? at)
    {
        _files = files;
        _folder = folder;
        _options = options;
        Changes = new StateChanges(this);
        if (at is not StateToken token)
        {
            _log = BeginEmpty();
            return;
        }

        _history = ChangeHistory.Find(files, folder, token.First, token.Last, token.End);
        _folded = token.Folded is FasterCheckpoint folded ? FoldedGroups.Open(folder, folded, options.LeastStoreBytes) : null;
        _foldedAt = token.Folded;
        _first = token.First;
        _logBytes = _history.Bytes;
        _kept.Add(token);
        try
        {
            _oldest = Remove(number => number > token.Last);
            _log = ChangeLog.Continue(files, folder, token.Last, token.End);
        }
        catch
        {
            _folded?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public StateChanges Changes { get; }

    /// <inheritdoc/>
    public ISavedGroups Saved => this;

    /// <inheritdoc/>
    public long MostGroups => (_folded?.Count ?? 0) + (_history?.WindowGroups.Values.Sum(groups => (long)groups) ?? 0);

    private long MostLogBytes => Math.Max(_options.LeastLogBytes, _options.LogToLive * _live.Bytes);

    /// <summary>Opens the state that <see cref="IDurableState.Checkpoint"/> named; see <see cref="OpenDurableState"/>.</summary>
    /// <exception cref="PipelineException">It is not there or not whole (CMP0920), damaged (CMP0921), or cannot be written (CMP0923).</exception>
    public static IDurableState Open(IFileSystem files, string folder, string? token) => Open(files, folder, token, new DurableStateOptions());

    /// <summary>Opens state with options of one's own.</summary>
    /// <exception cref="PipelineException">As above.</exception>
    public static DurableState Open(IFileSystem files, string folder, string? token, DurableStateOptions options)
    {
        folder = Path.GetFullPath(folder);
        StateToken? at = null;
        if (token is not null)
        {
            at = StateToken.TryParse(token, out StateToken parsed) ? parsed : throw StateErrors.Unreadable(folder, WhyNot(token));
        }

        try
        {
            files.CreateFolder(folder);
            return new DurableState(files, folder, options, at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateErrors.Unreadable(folder, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Visit(SavedGroupVisitor visit)
    {
        SeenGroups seen = new();
        SavedGroupVisitor count = (operatorId, windowStart, number, group) =>
        {
            _live.Add(new WindowId(operatorId, windowStart), group.Length);
            visit(operatorId, windowStart, number, group);
        };
        _live.Clear();
        _history?.Visit(seen, count);
        _folded?.Visit(seen, count);
    }

    /// <inheritdoc/>
    public void Append(in ChunkHeader header, ReadOnlySpan<byte> chunk)
    {
        _log.Append(in header, chunk);
        _logBytes += chunk.Length;
        _live.Note(in header);
    }

    /// <inheritdoc/>
    public string Checkpoint(long epoch)
    {
        // A log that grows faster than it is folded must not grow for ever; neither may that of jobs that always end before their fold does.
        bool isTooLarge = _logBytes / 2 > MostLogBytes;
        if (isTooLarge && _fold is null)
        {
            _log.Sync();
            BeginFold(epoch);
        }

        EndFold(wait: isTooLarge);
        _log.Sync();
        StateToken token = new(epoch, _first, _log.Number, _log.End, _foldedAt);
        _kept.Add(token);
        return token.ToString();
    }

    /// <inheritdoc/>
    public void Committed()
    {
        if (_kept.Count > KeptTokens)
        {
            _kept.RemoveRange(0, _kept.Count - KeptTokens);
        }

        RemoveUnused();
        if (_fold is null && _logBytes > MostLogBytes)
        {
            BeginFold(_kept[^1].Epoch);
        }
    }

    /// <summary>Closes the files. A fold that is running is given up: the next run begins it anew.</summary>
    public void Dispose()
    {
        _fold?.GiveUp();

        // What could not be removed is tried again by the next run.
        _removal.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _log.Dispose();
        _folded?.Dispose();
    }

    private static string WhyNot(string token) => FasterCheckpoint.TryParse(token, out _)
        ? $"it was written in format v1, and this version reads {StateToken.Version}; the version that wrote it can go on with it"
        : $"'{token}' does not name a checkpoint of it";

    // What is there belongs to no checkpoint that anybody would go back to.
    private ChangeLog BeginEmpty()
    {
        Remove(_ => true);

        // The folder's own name has to outlive a power cut too.
        _files.SyncFolder(Path.GetDirectoryName(_folder)!);
        _first = 1;
        _oldest = 1;
        return ChangeLog.Begin(_files, _folder, _first);
    }

    private void BeginFold(long epoch)
    {
        _removal.GetAwaiter().GetResult();
        int first = _first;
        int last = _log.Number;
        long end = _log.End;
        long bytes = _logBytes;
        _log.BeginNextFile();
        _fold = new StateFold(last + 1, bytes, _options.Run, cancellation =>
        {
            _folded ??= FoldedGroups.Open(_folder, null, _options.LeastStoreBytes);
            return _folded.Fold(ChangeHistory.Find(_files, _folder, first, last, end), epoch, cancellation);
        });
    }

    private void EndFold(bool wait)
    {
        if (_fold is null || !(wait || _fold.IsCompleted))
        {
            return;
        }

        StateFold done = _fold;
        _fold = null;
        _foldedAt = done.Result();
        _first = done.NextFile;
        _logBytes -= done.Bytes;
    }

    // On another thread too, since a large file is not removed at once; and never beside a fold, which makes a checkpoint that nothing names yet.
    private void RemoveUnused()
    {
        if (_fold is not null || !_removal.IsCompleted)
        {
            return;
        }

        _removal.GetAwaiter().GetResult();
        int first = _oldest;
        int needed = _kept.Min(token => token.First);
        FasterCheckpoint[] folds = [.. _kept.Select(token => token.Folded).Append(_foldedAt).OfType<FasterCheckpoint>().Distinct()];
        if (first < needed || !folds.AsSpan().SequenceEqual(_keptFolds))
        {
            _oldest = needed;
            _keptFolds = folds;
            _removal = _options.Run(() =>
            {
                for (int number = first; number < needed; number++)
                {
                    _files.Delete(ChangeFile.PathOf(_folder, number));
                }

                _folded?.Keep(folds);
            });
        }
    }

    /// <returns>The lowest number of a file that stays.</returns>
    private int Remove(Predicate<int> isUnused)
    {
        int lowest = int.MaxValue;
        foreach (int number in ChangeFile.Numbers(_files, _folder))
        {
            if (isUnused(number))
            {
                _files.Delete(ChangeFile.PathOf(_folder, number));
            }
            else
            {
                lowest = Math.Min(lowest, number);
            }
        }

        return lowest;
    }
}
