namespace Compiled.State;

/// <summary>Loads the state of operators in one pass over what was saved.</summary>
public static class SavedState
{
    /// <summary>Replaces the state of every operator given by what was saved of it.</summary>
    /// <param name="groups">What was saved.</param>
    /// <param name="operators">Every operator of the pipeline, or some: groups of others are passed over.</param>
    /// <exception cref="PipelineException">What was saved does not fit together (CMP0921).</exception>
    public static void Load(ISavedGroups groups, params ISavedState[] operators)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(operators);
        operators = [.. operators, .. operators.OfType<KeyedState>().Select(state => state.Mark)];
        Dictionary<ushort, ISavedState> byId = operators.ToDictionary(state => state.OperatorId);
        foreach (ISavedState state in operators)
        {
            state.BeginLoad();
        }

        long most = groups.MostGroups;
        groups.Visit((operatorId, windowStart, number, group) =>
        {
            if (byId.TryGetValue(operatorId, out ISavedState? state))
            {
                StateReader reader = new(group);
                state.LoadGroup(windowStart, number, ref reader, most);
            }
        });
        foreach (ISavedState state in operators)
        {
            state.EndLoad();
        }
    }
}
