using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>The groups that lie in FASTER: one record a group. The change log is folded into it now and then. Not thread-safe.</summary>
internal sealed class FoldedGroups : IDisposable
{
    private readonly FasterStore _store;
    private readonly long _leastStoreBytes;
    private readonly byte[] _key = new byte[StoreKey.Size];

    // How many groups of each window FASTER holds: their numbers are those below. Null until a scan has counted.
    private Dictionary<WindowId, int>? _windowEnds;

    private FoldedGroups(FasterStore store, bool isEmpty, long leastStoreBytes)
    {
        _store = store;
        _leastStoreBytes = leastStoreBytes;
        _windowEnds = isEmpty ? [] : null;
    }

    /// <summary>Number of groups.</summary>
    public long Count => _store.Count;

    /// <summary>Opens what a checkpoint of FASTER held.</summary>
    /// <param name="folder">The folder of the state.</param>
    /// <param name="at">The checkpoint; null begins empty.</param>
    /// <param name="leastStoreBytes">A log of FASTER below this many bytes is not written anew.</param>
    /// <exception cref="PipelineException">The checkpoint is not there or not whole (CMP0920).</exception>
    public static FoldedGroups Open(string folder, FasterCheckpoint? at, long leastStoreBytes) => new(FasterStore.Open(folder, at), at is null, leastStoreBytes);

    /// <summary>Calls <paramref name="visit"/> for every group that is older than all that <paramref name="seen"/> has met.</summary>
    /// <exception cref="PipelineException">A record is damaged (CMP0921).</exception>
    public void Visit(SeenGroups seen, SavedGroupVisitor visit)
    {
        Dictionary<WindowId, int> ends = [];
        WindowId current = default;
        SeenGroups.Window? met = null;
        _store.Scan((key, group) =>
        {
            WindowId window = StoreKey.Read(key, out int number);
            if (met is null || window != current)
            {
                current = window;
                met = seen.Of(window);
            }

            ref int end = ref CollectionsMarshal.GetValueRefOrAddDefault(ends, window, out _);
            end = Math.Max(end, number + 1);
            if (!met.IsDropped && !met.Has(number))
            {
                visit(window.OperatorId, window.Start, number, group);
            }
        });
        _windowEnds ??= ends;
    }

    /// <summary>Takes over the last version of every group of a part of the change log, and makes it durable.</summary>
    /// <param name="changes">All that was logged since the last fold that came to its end.</param>
    /// <param name="epoch">The epoch to which it leads.</param>
    /// <param name="cancellationToken">Gives up between two chunks.</param>
    /// <returns>The checkpoint. It is valid once the caller has recorded it durably.</returns>
    /// <exception cref="PipelineException">It cannot be written (CMP0923), or the log is damaged (CMP0921).</exception>
    public FasterCheckpoint Fold(ChangeHistory changes, long epoch, CancellationToken cancellationToken)
    {
        if (_windowEnds is null)
        {
            Visit(new SeenGroups(), (_, _, _, _) => { });
        }

        Dictionary<WindowId, int> before = _windowEnds!;
        Dictionary<WindowId, int> after = new(before);
        foreach ((WindowId window, int groups) in changes.WindowGroups)
        {
            after[window] = groups;
        }

        long alive = after.Values.Sum(groups => (long)groups);
        SeenGroups seen = new();
        if (IsWorthAnew(alive, Math.Min(changes.GroupCount, changes.WindowGroups.Values.Sum(groups => (long)groups))))
        {
            WriteAnew(changes, alive, before, seen, cancellationToken);
        }
        else
        {
            Update(changes, before, seen, cancellationToken);
        }

        _windowEnds = after.Where(window => window.Value > 0).ToDictionary();
        return _store.Checkpoint(epoch);
    }

    /// <summary>Removes every checkpoint but those given.</summary>
    public void Keep(IReadOnlyCollection<FasterCheckpoint> checkpoints) => _store.Keep(checkpoints);

    public void Dispose() => _store.Dispose();

    // Three outdated records for two live ones are one too many to be read at a restart; and writing what is alive anew costs then at most twice what changed.
    private bool IsWorthAnew(long alive, long changed) =>
        alive > _store.Capacity || (_store.LogBytes > _leastStoreBytes && _store.RecordCount + changed > alive * 3 / 2);

    private void WriteAnew(ChangeHistory changes, long alive, Dictionary<WindowId, int> before, SeenGroups seen, CancellationToken cancellationToken)
    {
        _store.BeginGeneration(alive);
        changes.Visit(seen, Insert, cancellationToken);
        if (before.Any(window => !seen.Covers(window.Key, window.Value)))
        {
            Visit(seen, Insert);
        }

        _store.EndPrevious();
    }

    private void Insert(ushort operatorId, long windowStart, int number, ReadOnlySpan<byte> group)
    {
        StoreKey.Write(_key, new WindowId(operatorId, windowStart), number);
        _store.Insert(_key, group);
    }

    private void Update(ChangeHistory changes, Dictionary<WindowId, int> before, SeenGroups seen, CancellationToken cancellationToken)
    {
        WindowId current = default;
        int end = -1;
        SavedGroupVisitor write = (operatorId, windowStart, number, group) =>
        {
            WindowId window = new(operatorId, windowStart);
            if (end < 0 || window != current)
            {
                current = window;
                end = before.GetValueOrDefault(window);
            }

            StoreKey.Write(_key, window, number);
            if (number < end)
            {
                _store.Update(_key, group);
            }
            else
            {
                _store.Insert(_key, group);
            }
        };
        changes.Visit(seen, write, cancellationToken);
        foreach ((WindowId id, SeenGroups.Window window) in seen.Windows)
        {
            for (int number = 0; window.IsDropped && number < before.GetValueOrDefault(id); number++)
            {
                if (!window.Has(number))
                {
                    StoreKey.Write(_key, id, number);
                    _store.Remove(_key);
                }
            }
        }
    }
}
