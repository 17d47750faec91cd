namespace Compiled.State;

/// <summary>State of one operator that can be rebuilt from a store entry by entry.</summary>
public interface ISavedState
{
    /// <summary>Tells the operators of a pipeline apart in the store: the first two bytes of a key, big-endian.</summary>
    ushort OperatorId { get; }

    /// <summary>Empties the state.</summary>
    void BeginLoad();

    /// <summary>Takes one entry; entries come in no particular order.</summary>
    /// <param name="key">The key behind the operator's id.</param>
    /// <param name="value">The value.</param>
    /// <param name="mostGroups">Number of entries in the store: no group may be numbered as high.</param>
    void LoadEntry(ref StateReader key, ref StateReader value, long mostGroups);

    /// <summary>Checks that everything has come.</summary>
    void EndLoad();
}
