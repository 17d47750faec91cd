using System.Globalization;

namespace Compiled.State;

/// <summary>
/// A keyed store of FASTER, by a protocol under which a kill at any instant loses nothing. A checkpoint is valid when its caller has recorded what
/// <see cref="Checkpoint"/> returned; recovery names its tokens; nothing older is removed before <see cref="Keep"/>. Not thread-safe.
/// </summary>
/// <remarks>
/// A log that is mostly outdated is not compacted in place, which would cut what an older checkpoint still needs: live entries are written to a new
/// generation, a folder of its own, and the old one goes when no kept checkpoint is in it. Layout: docs/formats/state.md.
/// </remarks>
internal sealed class FasterStore : IDisposable
{
    private const string GenerationPrefix = "generation-";
    private const string TrashName = "removed";
    private const long LeastLogBytes = 64 << 20;
    private readonly string _folder;
    private readonly long _leastLogBytes;
    private readonly List<FasterCheckpoint> _checkpoints = [];
    private FasterGeneration _generation;
    private LiveRecords? _survey;
    private long _records;
    private bool _isDisposed;

    private FasterStore(string folder, FasterGeneration generation, long leastLogBytes)
    {
        _folder = folder;
        _generation = generation;
        _leastLogBytes = leastLogBytes;
    }

    /// <summary>Number of live keys.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of the current log, live and outdated.</summary>
    public long LogBytes => _generation.LogBytes;

    /// <summary>Opens a store.</summary>
    /// <param name="folder">A folder of its own; made if it is not there.</param>
    /// <param name="at">The checkpoint to go back to; null begins empty, whatever the folder holds.</param>
    /// <param name="leastLogBytes">A log below this size is never rewritten.</param>
    /// <exception cref="PipelineException">The checkpoint is not there or not whole (CMP0920).</exception>
    public static FasterStore Open(string folder, FasterCheckpoint? at, long leastLogBytes = LeastLogBytes)
    {
        folder = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(folder);
            EmptyTrash(folder);
            return at is FasterCheckpoint checkpoint ? Recover(folder, checkpoint, leastLogBytes) : Begin(folder, leastLogBytes);
        }
        catch (Exception e) when (e is not PipelineException)
        {
            throw StateErrors.Unreadable(folder, e.Message, e);
        }
    }

    /// <summary>Says that so many keys are about to be inserted, so that the store grows once.</summary>
    public void Reserve(long inserts)
    {
        if (Count + inserts > _generation.IndexCapacity)
        {
            Rewrite(Count + inserts);
        }
    }

    /// <summary>Sets the value of a key that is known to be absent.</summary>
    public void Insert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Update(key, value);
        if (++Count > _generation.IndexCapacity)
        {
            // Long chains under a small index make every access slow; a new generation has an index that fits.
            Rewrite(Count * 4);
        }
    }

    /// <summary>Sets the value of a key that is known to be there.</summary>
    public void Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        ForgetSurvey();
        _records++;
        _generation.Upsert(key, value);
    }

    /// <summary>Removes a key that is known to be there.</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        ForgetSurvey();
        _records++;
        _generation.Delete(key);
        Count--;
    }

    /// <summary>Calls <paramref name="visit"/> for every live key, in no particular order.</summary>
    public void Scan(KeyValueVisitor visit)
    {
        _survey ??= _generation.Survey();
        _generation.Scan(_survey, visit);
        ForgetSurvey();
    }

    /// <summary>Makes the present content durable. It is valid once the caller has recorded the result durably.</summary>
    /// <exception cref="PipelineException">It cannot be written (CMP0923).</exception>
    public FasterCheckpoint Checkpoint(long epoch)
    {
        try
        {
            if (LogBytes > _leastLogBytes && _records > 2 * Count)
            {
                Rewrite(Count);
            }

            FasterCheckpoint checkpoint = _generation.Checkpoint(epoch, Count);
            _checkpoints.Add(checkpoint);
            return checkpoint;
        }
        catch (Exception e) when (e is not PipelineException)
        {
            throw StateErrors.CannotWrite(_folder, e.Message, e);
        }
    }

    /// <summary>Removes all checkpoints but those given, of which the newest must be recorded durably.</summary>
    public void Keep(IReadOnlyCollection<FasterCheckpoint> checkpoints)
    {
        _checkpoints.RemoveAll(checkpoint => !checkpoints.Contains(checkpoint));
        RemoveUnused();
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            ForgetSurvey();
            _generation.Dispose();
        }
    }

    private static FasterStore Begin(string folder, long leastLogBytes)
    {
        // What is there belongs to no checkpoint that anybody would go back to.
        int number = NextGeneration(folder);
        FasterStore store = new(folder, FasterGeneration.Create(PathOf(folder, number), number, expectedKeys: 0), leastLogBytes);
        store.RemoveUnused();
        return store;
    }

    private static FasterStore Recover(string folder, FasterCheckpoint at, long leastLogBytes)
    {
        string path = PathOf(folder, at.Generation);
        if (!Directory.Exists(path))
        {
            throw StateErrors.Unreadable(folder, $"the folder '{Path.GetFileName(path)}' of epoch {at.Epoch} is missing");
        }

        FasterGeneration generation = FasterGeneration.Recover(path, at);
        try
        {
            // FASTER reads a log that is missing or cut off as an empty one, without an error.
            LiveRecords survey = generation.Survey();
            if (survey.Count != at.Count)
            {
                survey.Dispose();
                throw StateErrors.Unreadable(folder, $"it should hold {at.Count} entries after epoch {at.Epoch}, but holds {survey.Count}");
            }

            FasterStore store = new(folder, generation, leastLogBytes) { Count = at.Count, _survey = survey, _records = survey.RecordCount };
            store._checkpoints.Add(at);
            store.RemoveUnused();
            return store;
        }
        catch
        {
            generation.Dispose();
            throw;
        }
    }

    private static string PathOf(string folder, int generation) => Path.Combine(folder, GenerationPrefix + generation.ToString("D6", CultureInfo.InvariantCulture));

    private static IEnumerable<int> Generations(string folder)
    {
        foreach (string path in Directory.EnumerateDirectories(folder, GenerationPrefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(path).AsSpan(GenerationPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                yield return number;
            }
        }
    }

    private static int NextGeneration(string folder) => Generations(folder).DefaultIfEmpty(0).Max() + 1;

    private static void EmptyTrash(string folder)
    {
        string trash = Path.Combine(folder, TrashName);
        if (Directory.Exists(trash))
        {
            Directory.Delete(trash, recursive: true);
        }
    }

    private void Rewrite(long expectedKeys)
    {
        int number = NextGeneration(_folder);
        FasterGeneration next = FasterGeneration.Create(PathOf(_folder, number), number, expectedKeys);
        try
        {
            using LiveRecords live = _generation.Survey();
            _generation.Scan(live, next.Upsert);
        }
        catch
        {
            next.Dispose();
            throw;
        }

        ForgetSurvey();
        _generation.Dispose();
        _generation = next;
        _records = Count;
    }

    // Renaming first makes a removal one step: a half-deleted token folder would be found and believed.
    private void RemoveUnused()
    {
        string trash = Path.Combine(_folder, TrashName);
        Directory.CreateDirectory(trash);
        foreach (int generation in Generations(_folder).ToList())
        {
            string path = PathOf(_folder, generation);
            if (generation != _generation.Number && !_checkpoints.Exists(kept => kept.Generation == generation))
            {
                Move(path, trash, Path.GetFileName(path));
                continue;
            }

            RemoveTokens(Path.Combine(path, FasterGeneration.TokenFolder), trash);
        }

        EmptyTrash(_folder);
    }

    private void RemoveTokens(string folder, string trash)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        HashSet<Guid> kept = [.. _checkpoints.Select(checkpoint => checkpoint.Log)];
        foreach (string path in Directory.GetDirectories(folder))
        {
            string name = Path.GetFileName(path);
            if (!Guid.TryParse(name, out Guid token) || !kept.Contains(token))
            {
                Move(path, trash, name);
            }
        }
    }

    private static void Move(string path, string trash, string name) => Directory.Move(path, Path.Combine(trash, name));

    private void ForgetSurvey()
    {
        _survey?.Dispose();
        _survey = null;
    }
}
