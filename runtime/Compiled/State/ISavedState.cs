namespace Compiled.State;

/// <summary>State of one operator that can be rebuilt group by group.</summary>
public interface ISavedState
{
    /// <summary>Tells the operators of a pipeline apart.</summary>
    ushort OperatorId { get; }

    /// <summary>Empties the state.</summary>
    void BeginLoad();

    /// <summary>Takes one group; groups come in no particular order, each once.</summary>
    /// <param name="windowStart">UTC ticks; <see cref="long.MinValue"/> without windows.</param>
    /// <param name="number">The number that it had when it was saved.</param>
    /// <param name="group">Key and aggregates.</param>
    /// <param name="mostGroups">No group may be numbered as high.</param>
    void LoadGroup(long windowStart, int number, ref StateReader group, long mostGroups);

    /// <summary>Checks that everything has come.</summary>
    void EndLoad();
}
