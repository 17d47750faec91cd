using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>The groups that lie in FASTER: one record a group. The change log is folded into it now and then.</summary>
internal sealed class FoldedGroups : IDisposable
{
    private readonly FasterStore _store;

    // How many groups of each window FASTER holds: their numbers are those below. Null until a scan has counted.
    private Dictionary<WindowId, int>? _windowEnds;

    private FoldedGroups(FasterStore store, bool isEmpty)
    {
        _store = store;
        _windowEnds = isEmpty ? [] : null;
    }

    /// <summary>Number of groups.</summary>
    public long Count => _store.Count;

    /// <summary>Opens what a checkpoint of FASTER held.</summary>
    /// <param name="folder">The folder of the state.</param>
    /// <param name="at">The checkpoint; null begins empty.</param>
    /// <exception cref="PipelineException">The checkpoint is not there or not whole (CMP0920).</exception>
    public static FoldedGroups Open(string folder, FasterCheckpoint? at) => new(FasterStore.Open(folder, at), at is null);

    /// <summary>Calls <paramref name="visit"/> for every group that is older than all that <paramref name="seen"/> has met.</summary>
    /// <exception cref="PipelineException">A record is damaged (CMP0921).</exception>
    public void Visit(SeenGroups seen, SavedGroupVisitor visit)
    {
        Dictionary<WindowId, int> ends = [];
        WindowId current = default;
        SeenGroups.Window? met = null;
        _store.Scan((key, value) =>
        {
            WindowId window = StoreKey.Read(key, out int number);
            if (met is null || window != current)
            {
                current = window;
                met = seen.Of(window);
            }

            ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(ends, window, out _);
            known = Math.Max(known, number + 1);
            if (!met.IsDropped && !met.Has(number))
            {
                visit(window.OperatorId, window.Start, number, value);
            }
        });
        _windowEnds = ends;
    }

    /// <summary>Takes over the last version of every group of a part of the change log, and makes it durable.</summary>
    /// <param name="changes">All that was logged since the last fold, or since the last one that came to its end.</param>
    /// <param name="epoch">The epoch to which it leads.</param>
    /// <param name="cancellationToken">Gives up between two chunks.</param>
    /// <returns>The checkpoint. It is valid once the caller has recorded it durably.</returns>
    /// <exception cref="PipelineException">It cannot be written (CMP0923), or the log is damaged (CMP0921).</exception>
    public FasterCheckpoint Fold(ChangeHistory changes, long epoch, CancellationToken cancellationToken)
    {
        Dictionary<WindowId, int> ends = CountWindows();
        _store.Reserve(changes.WindowGroups.Sum(window => Math.Max(0L, window.Value - ends.GetValueOrDefault(window.Key))));
        SeenGroups seen = new();
        WindowId current = default;
        int end = -1;
        byte[] key = new byte[StoreKey.Size];
        changes.Visit(
            seen,
            (operatorId, windowStart, number, group) =>
            {
                WindowId window = new(operatorId, windowStart);
                if (end < 0 || window != current)
                {
                    current = window;
                    end = ends.GetValueOrDefault(window);
                }

                StoreKey.Write(key, window, number);
                if (number < end)
                {
                    _store.Update(key, group);
                }
                else
                {
                    _store.Insert(key, group);
                }
            },
            cancellationToken);
        foreach ((WindowId id, SeenGroups.Window window) in seen.Windows)
        {
            EndWindow(id, window, ends, key);
        }

        return _store.Checkpoint(epoch);
    }

    /// <summary>Removes every checkpoint but those given.</summary>
    public void Keep(IReadOnlyCollection<FasterCheckpoint> checkpoints) => _store.Keep(checkpoints);

    public void Dispose() => _store.Dispose();

    private void EndWindow(WindowId id, SeenGroups.Window window, Dictionary<WindowId, int> ends, byte[] key)
    {
        int end = ends.GetValueOrDefault(id);
        if (window.IsDropped)
        {
            for (int number = 0; number < end; number++)
            {
                if (!window.Has(number))
                {
                    StoreKey.Write(key, id, number);
                    _store.Remove(key);
                }
            }

            end = 0;
        }

        end = Math.Max(end, window.End);
        if (end == 0)
        {
            ends.Remove(id);
        }
        else
        {
            ends[id] = end;
        }
    }

    private Dictionary<WindowId, int> CountWindows()
    {
        if (_windowEnds is null)
        {
            Visit(new SeenGroups(), (_, _, _, _) => { });
        }

        return _windowEnds!;
    }
}
