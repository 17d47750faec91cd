namespace Compiled.State;

/// <summary>
/// State by key that the workers of a job may divide among them. At first worker 0 owns it all and the others keep partial results, which are merged at the end of an epoch: that is cheapest for
/// few groups. Of many groups every worker would keep a copy, made and merged anew by each epoch; so then each worker owns the groups of a share of the keys. Rows are staged by share where they
/// are decoded, and each worker adds those of its share when the round has ended, in the order of the input.
/// </summary>
/// <remarks>Whether state is divided follows from its number of groups and the bytes of the epoch alone, so a repeated epoch adds floating-point numbers in the same order.</remarks>
public abstract class KeyedState
{
    private protected KeyedState()
    {
    }

    /// <summary>Number of groups. Where state is divided, that of all shares on worker 0, and 0 on the others.</summary>
    public abstract long GroupCount { get; }

    /// <summary>Whether it is divided.</summary>
    internal abstract bool IsDivided { get; }

    /// <summary>Rows staged since <see cref="ClearStaged"/>.</summary>
    internal abstract int StagedRows { get; }

    /// <summary>Begins to divide it: called on every worker's, then <see cref="TakeShare"/>, then <see cref="EndDivision"/> on that of worker 0.</summary>
    /// <param name="share">The share of this worker.</param>
    /// <param name="workers">The same state of every worker.</param>
    internal abstract void BeginDivision(int share, KeyedState[] workers);

    /// <summary>Takes the groups of its share from worker 0's state and the others' partial results. May run on all workers at once.</summary>
    internal abstract void TakeShare(KeyedState[] workers);

    /// <summary>Frees what the shares were taken from.</summary>
    internal abstract void EndDivision(KeyedState[] workers);

    /// <summary>Adds the rows that all workers have staged for its share. May run on all workers at once.</summary>
    internal abstract void TakeStaged(KeyedState[] workers);

    /// <summary>Forgets the rows it has staged.</summary>
    internal abstract void ClearStaged();
}
