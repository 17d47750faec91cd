namespace Compiled.State;

/// <summary>The accumulator of a running fold (<c>Scan</c> over a stream) when it is saved: one group without a window and without a key.</summary>
public static class FoldState
{
    /// <summary>Saves the accumulator.</summary>
    public static void Save<T>(StateChanges changes, ushort operatorId, in T accumulator)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(changes);
        changes.BeginWindow(operatorId, long.MinValue, windowGroups: 1).Write(in accumulator);
        changes.EndGroup(0);
        changes.EndWindow();
    }

    /// <summary>Reads the accumulator; leaves it as it is if none was saved.</summary>
    /// <exception cref="PipelineException">What was saved has another size (CMP0921).</exception>
    public static void Load<T>(ISavedGroups groups, ushort operatorId, ref T accumulator)
        where T : unmanaged
    {
        Saved<T> saved = new(operatorId, accumulator);
        SavedState.Load(groups, saved);
        accumulator = saved.Accumulator;
    }

    private sealed class Saved<T>(ushort operatorId, T accumulator) : ISavedState
        where T : unmanaged
    {
        public ushort OperatorId => operatorId;

        public T Accumulator { get; private set; } = accumulator;

        public void BeginLoad()
        {
        }

        public void LoadGroup(long windowStart, int number, ref StateReader group, long mostGroups)
        {
            Accumulator = group.Read<T>();
            if (group.Remaining != 0)
            {
                throw StateErrors.Damaged($"the accumulator of operator {operatorId} does not fit {typeof(T)}");
            }
        }

        public void EndLoad()
        {
        }
    }
}
