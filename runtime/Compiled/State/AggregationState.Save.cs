using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>
/// Saving and loading. A group is known by operator, window and number, which it keeps until its window is dropped; its bytes are those of the key and of the
/// aggregates. See docs/formats/state.md.
/// </content>
public sealed unsafe partial class AggregationState<TKey, TAggregates, TOps> : ISavedState
{
    private readonly List<long> _dropped = [];

    /// <summary>Gives the groups changed since the last call to <paramref name="changes"/>, and says which windows were dropped.</summary>
    /// <exception cref="InvalidOperationException">The state does not track changes.</exception>
    /// <exception cref="PipelineException">They cannot be written (CMP0923).</exception>
    public void Save(StateChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (!_tracksChanges)
        {
            throw new InvalidOperationException("Partial results are merged, not saved.");
        }

        // First what is gone: a dropped window may have come into being again.
        foreach (long windowStart in _dropped)
        {
            changes.DropWindow(OperatorId, windowStart);
        }

        _dropped.Clear();
        if (IsDivided)
        {
            Mark.Save(changes);
            NumberNewGroups();
        }

        foreach (GroupTable<TKey, TAggregates, TOps> window in _windows)
        {
            window.MarkTouchedUnsaved();
            if (window.Unsaved.Next(0) >= 0)
            {
                Save(window, changes);
            }
        }
    }

    /// <summary>Replaces the state by what was saved; windows and groups have the order they had then.</summary>
    /// <exception cref="PipelineException">What was saved does not fit together (CMP0921).</exception>
    public void Load(ISavedGroups groups) => SavedState.Load(groups, this);

    void ISavedState.BeginLoad()
    {
        Clear();
        _dropped.Clear();
    }

    void ISavedState.LoadGroup(long windowStart, int number, ref StateReader group, long mostGroups)
    {
        if ((uint)number >= (ulong)mostGroups)
        {
            throw StateErrors.Damaged($"a group of operator {OperatorId} has number {number}, but there are only {mostGroups} groups");
        }

        Table(windowStart).LoadGroup(number, ref group);
    }

    void ISavedState.EndLoad()
    {
        foreach (GroupTable<TKey, TAggregates, TOps> window in _windows)
        {
            window.EndLoad();
        }

        ClearTouched();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Save(GroupTable<TKey, TAggregates, TOps> window, StateChanges changes)
    {
        StateWriter writer = changes.BeginWindow(OperatorId, window.WindowStart, IsDivided ? (int)GroupCount : window.Count);
        ChangedGroups unsaved = window.Unsaved;
        for (int group = unsaved.Next(0); group >= 0; group = unsaved.Next(group + 1))
        {
            TKey.Write(in window.Key(group), writer);
            TOps.Write(in window[group], writer);
            changes.EndGroup(window.SavedNumber(group));
        }

        changes.EndWindow();
        unsaved.Clear();
        window.SavedCount = window.Count;
    }
}
