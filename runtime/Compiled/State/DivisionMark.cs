namespace Compiled.State;

/// <summary>The mark in saved state that workers had divided the groups of an operator: one group without window and key, one byte.</summary>
internal sealed class DivisionMark(ushort id) : ISavedState
{
    private const byte Divided = 1;
    private bool _isSaved;

    /// <inheritdoc/>
    public ushort OperatorId => id;

    /// <summary>Whether the state that was loaded had been divided.</summary>
    public bool WasDivided => _isSaved;

    /// <summary>Saves the mark, once.</summary>
    public void Save(StateChanges changes)
    {
        if (!_isSaved)
        {
            changes.BeginWindow(id, long.MinValue, 1).Write(Divided);
            changes.EndGroup(0);
            changes.EndWindow();
            _isSaved = true;
        }
    }

    /// <inheritdoc/>
    public void BeginLoad() => _isSaved = false;

    /// <inheritdoc/>
    public void LoadGroup(long windowStart, int number, ref StateReader group, long mostGroups)
    {
        if (group.Read<byte>() != Divided || group.Remaining != 0)
        {
            throw StateErrors.Damaged($"the mark of operator {id} is not one");
        }

        _isSaved = true;
    }

    /// <inheritdoc/>
    public void EndLoad()
    {
    }
}
