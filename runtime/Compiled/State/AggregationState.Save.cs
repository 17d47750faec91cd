namespace Compiled.State;

/// <content>
/// Saving and loading. A key in the store is the operator's id (16 bits), the window (64 bits, sign flipped: both big-endian, so that keys order by
/// operator and window) and the key's own bytes; a value is the group's number (32 bits) and the aggregates' bytes. See docs/formats/state.md.
/// </content>
public sealed unsafe partial class AggregationState<TKey, TAggregates, TOps> : ISavedState
{
    private readonly List<GroupTable<TKey, TAggregates, TOps>> _dropped = [];
    private readonly StateWriter _keyBytes = new();
    private readonly StateWriter _valueBytes = new();

    /// <summary>Writes the groups changed since the last call to <paramref name="store"/>, and deletes those of dropped windows.</summary>
    /// <exception cref="InvalidOperationException">The state does not track changes.</exception>
    public void Save(IKeyedStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (!_tracksChanges)
        {
            throw new InvalidOperationException("Partial results are merged, not saved.");
        }

        // Deletions first: a dropped window may have come into being again.
        foreach (GroupTable<TKey, TAggregates, TOps> window in _dropped)
        {
            Delete(window, store);
            Recycle(window);
        }

        _dropped.Clear();
        store.Reserve(_windows.Sum(window => (long)(window.Count - window.SavedCount)));
        foreach (GroupTable<TKey, TAggregates, TOps> window in _windows)
        {
            Save(window, store);
        }
    }

    /// <summary>Replaces the state by what <paramref name="store"/> holds; windows and groups have the order they had when they were saved.</summary>
    /// <exception cref="PipelineException">What was saved does not fit together (CMP0921).</exception>
    public void Load(IKeyedStore store) => SavedState.Load(store, this);

    void ISavedState.BeginLoad()
    {
        Clear();
        DisposeAll(_dropped);
    }

    void ISavedState.LoadEntry(ref StateReader key, ref StateReader value, long mostGroups)
    {
        long windowStart = (long)(key.ReadBigEndian64() ^ (1ul << 63));
        int number = value.Read<int>();
        if ((uint)number >= (ulong)mostGroups)
        {
            throw StateErrors.Damaged($"a group of operator {OperatorId} has number {number}, but there are only {mostGroups} groups");
        }

        Table(windowStart).LoadGroup(number, ref key, ref value);
    }

    void ISavedState.EndLoad()
    {
        foreach (GroupTable<TKey, TAggregates, TOps> window in _windows)
        {
            window.EndLoad();
        }

        ClearTouched();
    }

    private void Save(GroupTable<TKey, TAggregates, TOps> window, IKeyedStore store)
    {
        int prefix = WritePrefix(window);
        window.MarkTouchedUnsaved();
        for (int group = window.Unsaved.Next(0); group >= 0; group = window.Unsaved.Next(group + 1))
        {
            SaveGroup(window, group, prefix, store);
        }

        window.Unsaved.Clear();
        window.SavedCount = window.Count;
    }

    private void SaveGroup(GroupTable<TKey, TAggregates, TOps> window, int group, int prefix, IKeyedStore store)
    {
        _keyBytes.CutTo(prefix);
        TKey.Write(in window.Key(group), _keyBytes);
        _valueBytes.Clear();
        _valueBytes.Write(in group);
        TOps.Write(in window[group], _valueBytes);
        if (group < window.SavedCount)
        {
            store.Update(_keyBytes.Written, _valueBytes.Written);
        }
        else
        {
            store.Insert(_keyBytes.Written, _valueBytes.Written);
        }
    }

    private void Delete(GroupTable<TKey, TAggregates, TOps> window, IKeyedStore store)
    {
        int prefix = WritePrefix(window);
        for (int group = 0; group < window.SavedCount; group++)
        {
            _keyBytes.CutTo(prefix);
            TKey.Write(in window.Key(group), _keyBytes);
            store.Remove(_keyBytes.Written);
        }
    }

    private int WritePrefix(GroupTable<TKey, TAggregates, TOps> window)
    {
        _keyBytes.Clear();
        _keyBytes.WriteBigEndian(OperatorId);
        _keyBytes.WriteBigEndian((ulong)window.WindowStart ^ (1ul << 63));
        return _keyBytes.Length;
    }
}
