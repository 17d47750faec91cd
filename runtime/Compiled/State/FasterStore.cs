using System.Globalization;

namespace Compiled.State;

/// <summary>
/// A keyed store of FASTER, by a protocol under which a kill at any instant loses nothing. A checkpoint is valid when its caller has recorded what
/// <see cref="Checkpoint"/> returned; recovery names its tokens; nothing older is removed before <see cref="Keep"/>. Not thread-safe.
/// </summary>
/// <remarks>
/// A log that is mostly outdated is not compacted in place, which would cut what an older checkpoint still needs: what is alive is written to a new generation, a folder of its
/// own (see <see cref="BeginGeneration"/>), and the old one goes when no kept checkpoint is in it. Layout: docs/formats/state.md.
/// </remarks>
internal sealed class FasterStore : IDisposable
{
    private const string GenerationPrefix = "generation-";
    private const string TrashName = "removed";
    private readonly string _folder;
    private readonly List<FasterCheckpoint> _checkpoints = [];
    private FasterGeneration? _generation;
    private FasterGeneration? _previous;
    private LiveRecords? _survey;

    private FasterStore(string folder) => _folder = folder;

    /// <summary>Number of live keys.</summary>
    public long Count { get; private set; }

    /// <summary>Number of records in the log, live and outdated.</summary>
    public long RecordCount { get; private set; }

    /// <summary>Bytes of the log, live and outdated.</summary>
    public long LogBytes => _generation?.LogBytes ?? 0;

    /// <summary>Number of keys for which the index is large enough: beyond it every access goes through long chains.</summary>
    public long Capacity => _generation?.IndexCapacity ?? 0;

    /// <summary>Opens a store.</summary>
    /// <param name="folder">A folder of its own; made if it is not there.</param>
    /// <param name="at">The checkpoint to go back to; null begins empty, whatever the folder holds, and without a generation to write to.</param>
    /// <exception cref="PipelineException">The checkpoint is not there or not whole (CMP0920).</exception>
    public static FasterStore Open(string folder, FasterCheckpoint? at)
    {
        folder = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(folder);
            EmptyTrash(folder);
            return at is FasterCheckpoint checkpoint ? Recover(folder, checkpoint) : Begin(folder);
        }
        catch (Exception e) when (e is not PipelineException)
        {
            throw StateErrors.Unreadable(folder, e.Message, e);
        }
    }

    /// <summary>
    /// Begins anew: from now on everything goes to a new, empty generation. What the old one holds is read by <see cref="Scan"/> until <see cref="EndPrevious"/>.
    /// </summary>
    /// <param name="expectedKeys">Number of keys for which the index is made.</param>
    public void BeginGeneration(long expectedKeys)
    {
        int number = NextGeneration(_folder);
        ForgetSurvey();
        _previous = _generation;
        _generation = FasterGeneration.Create(PathOf(_folder, number), number, expectedKeys);
        Count = 0;
        RecordCount = 0;
    }

    /// <summary>Closes the generation before the one that was begun last; its files stay as long as a kept checkpoint is in it.</summary>
    public void EndPrevious()
    {
        _previous?.Dispose();
        _previous = null;
    }

    /// <summary>Sets the value of a key that is known to be absent.</summary>
    public void Insert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Update(key, value);
        Count++;
    }

    /// <summary>Sets the value of a key that is known to be there.</summary>
    public void Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        ForgetSurvey();
        RecordCount++;
        _generation!.Upsert(key, value);
    }

    /// <summary>Removes a key that is known to be there.</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        ForgetSurvey();
        RecordCount++;
        _generation!.Delete(key);
        Count--;
    }

    /// <summary>Calls <paramref name="visit"/> for every live key, in no particular order; between <see cref="BeginGeneration"/> and <see cref="EndPrevious"/> for those of the old generation.</summary>
    public void Scan(KeyValueVisitor visit)
    {
        if ((_previous ?? _generation) is FasterGeneration generation)
        {
            generation.Scan(_survey ?? generation.Survey(), visit);
            ForgetSurvey();
        }
    }

    /// <summary>Makes the present content durable. It is valid once the caller has recorded the result durably.</summary>
    /// <exception cref="PipelineException">It cannot be written (CMP0923).</exception>
    public FasterCheckpoint Checkpoint(long epoch)
    {
        try
        {
            FasterCheckpoint checkpoint = _generation!.Checkpoint(epoch, Count);
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
        ForgetSurvey();
        EndPrevious();
        _generation?.Dispose();
        _generation = null;
    }

    private static FasterStore Begin(string folder)
    {
        // What is there belongs to no checkpoint that anybody would go back to.
        FasterStore store = new(folder);
        store.RemoveUnused();
        return store;
    }

    private static FasterStore Recover(string folder, FasterCheckpoint at)
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
                throw StateErrors.Unreadable(folder, $"it should hold {at.Count} entries after epoch {at.Epoch}, but holds {survey.Count}");
            }

            FasterStore store = new(folder) { _generation = generation, Count = at.Count, RecordCount = survey.RecordCount, _survey = survey };
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

    // Renaming first makes a removal one step: a half-deleted token folder would be found and believed.
    private void RemoveUnused()
    {
        string trash = Path.Combine(_folder, TrashName);
        Directory.CreateDirectory(trash);
        foreach (int generation in Generations(_folder).ToList())
        {
            string path = PathOf(_folder, generation);
            if (generation != _generation?.Number && !_checkpoints.Exists(kept => kept.Generation == generation))
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

    private void ForgetSurvey() => _survey = null;
}
