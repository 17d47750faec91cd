using Compiled.Memory;

namespace Compiled.State;

/// <summary>Adds a value, seen for the first time in its group, to that group's count.</summary>
/// <typeparam name="TKey">The group's key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public delegate void NewDistinctValue<TKey, TValue>(long windowStart, in TKey key, in TValue value)
    where TKey : unmanaged, IGroupKey<TKey>
    where TValue : unmanaged, IGroupKey<TValue>;

/// <summary>
/// The values that each group of an aggregation has seen, for <c>CountDistinct</c>: exact, one entry a group and value, by window like the groups themselves. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The group's key.</typeparam>
/// <typeparam name="TValue">The value, as a key; null is a value here and left out by the caller.</typeparam>
public sealed class DistinctState<TKey, TValue> : IDisposable
    where TKey : unmanaged, IGroupKey<TKey>
    where TValue : unmanaged, IGroupKey<TValue>
{
    private readonly ColumnArena _arena = new();
    private readonly Column<PairKey<TKey, TValue>> _pairs;
    private readonly Column<nint> _seen;

    /// <summary>Empty state.</summary>
    /// <param name="operatorId">Tells the states of a pipeline apart in what is saved.</param>
    /// <param name="rowsAtOnce">Most rows of one <see cref="FindOrAdd(Column{TKey}, Column{TValue}, int)"/>.</param>
    /// <param name="tracksChanges">False for the partial results of workers other than 0.</param>
    public DistinctState(ushort operatorId, int rowsAtOnce, bool tracksChanges)
    {
        State = new AggregationState<PairKey<TKey, TValue>, Seen, SeenOperations>(operatorId, tracksChanges);
        _pairs = _arena.Allocate<PairKey<TKey, TValue>>(rowsAtOnce);
        _seen = _arena.Allocate<nint>(rowsAtOnce);
        IsNew = _arena.Allocate<bool>(rowsAtOnce);
    }

    /// <summary>Group and value of each entry, for saving, loading and dropping windows.</summary>
    public AggregationState<PairKey<TKey, TValue>, Seen, SeenOperations> State { get; }

    /// <summary>Whether each row of the last call brought a value new to its group.</summary>
    public Column<bool> IsNew { get; }

    /// <summary>Notes the values of a batch without windows and fills <see cref="IsNew"/>.</summary>
    public void FindOrAdd(Column<TKey> keys, Column<TValue> values, int count)
    {
        Pair(keys, values, count);
        State.FindOrAdd(_pairs, count, _seen);
        Note(count);
    }

    /// <summary>Notes the values of a batch and fills <see cref="IsNew"/>.</summary>
    public void FindOrAdd(Column<TKey> keys, Column<TValue> values, Column<long> windowStarts, int count)
    {
        Pair(keys, values, count);
        State.FindOrAdd(_pairs, windowStarts, count, _seen);
        Note(count);
    }

    /// <summary>Takes over what another worker has seen and tells each value that is new here; <paramref name="other"/> is emptied.</summary>
    public void MergeFrom(DistinctState<TKey, TValue> other, NewDistinctValue<TKey, TValue> isNew)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(isNew);
        for (int w = 0; w < other.State.WindowCount; w++)
        {
            var window = other.State.Window(w);
            for (int i = 0; i < window.Count; i++)
            {
                ref PairKey<TKey, TValue> pair = ref window.Key(i);
                var table = State.Table(window.WindowStart);
                ref Seen seen = ref table[table.FindOrAdd(in pair)];
                if (!seen.IsCounted)
                {
                    seen.IsCounted = true;
                    isNew(window.WindowStart, in pair.First, in pair.Second);
                }
            }
        }

        other.State.Clear();
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        State.Dispose();
        _arena.Dispose();
    }

    private void Pair(Column<TKey> keys, Column<TValue> values, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _pairs[i] = new PairKey<TKey, TValue>(keys[i], values[i]);
        }
    }

    private void Note(int count)
    {
        var seen = new GroupRefs<Seen>(_seen);
        for (int i = 0; i < count; i++)
        {
            IsNew[i] = !seen[i].IsCounted;
            seen[i].IsCounted = true;
        }
    }

    /// <summary>What is kept of a value: that it was counted.</summary>
    public struct Seen
    {
        /// <summary>Whether the group's count holds it.</summary>
        public bool IsCounted;
    }

    /// <summary>Operations on <see cref="Seen"/>.</summary>
    public readonly struct SeenOperations : IAggregateOps<Seen>
    {
        /// <inheritdoc/>
        public static void Combine(ref Seen into, in Seen from, TextArena arena) => into.IsCounted |= from.IsCounted;
    }
}
