namespace Compiled.State;

/// <summary>Loads the state of operators from a store in one scan.</summary>
public static class SavedState
{
    /// <summary>Replaces the state of every operator given by what the store holds.</summary>
    /// <param name="store">The store.</param>
    /// <param name="operators">Every operator of the pipeline, or some: entries of others are passed over.</param>
    /// <exception cref="PipelineException">What was saved does not fit together (CMP0921).</exception>
    public static void Load(IKeyedStore store, params ISavedState[] operators)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(operators);
        Dictionary<ushort, ISavedState> byId = operators.ToDictionary(state => state.OperatorId);
        foreach (ISavedState state in operators)
        {
            state.BeginLoad();
        }

        long count = store.Count;
        store.Scan((key, value) =>
        {
            StateReader keyReader = new(key);
            if (byId.TryGetValue(keyReader.ReadBigEndian16(), out ISavedState? state))
            {
                StateReader valueReader = new(value);
                state.LoadEntry(ref keyReader, ref valueReader, count);
            }
        });
        foreach (ISavedState state in operators)
        {
            state.EndLoad();
        }
    }
}
