namespace Compiled.State;

/// <summary>
/// State by key that the workers of a job may divide among them. At first worker 0 owns it all and the others keep partial results, which are merged at the end of an epoch: that is cheapest where
/// many rows meet a group. Where few do, every worker would make nearly all groups, and one would add them up; so of very many keys each worker owns the groups of a share. Rows are staged by share where they
/// are decoded, and each worker adds those of its share when the round has ended, in the order of the input.
/// </summary>
/// <remarks>
/// Whether state is divided follows from the bytes of an epoch and from what was saved before it, where a mark says that it was divided; so a repeated epoch adds floating-point numbers in the same order.
/// Once divided it stays so.
/// </remarks>
public abstract class KeyedState
{
    // Far from the ids of operators and from those of distinct values.
    private const ushort FirstMarkId = 0x4000;
    private protected KeyedState(ushort operatorId) => Mark = new DivisionMark((ushort)(FirstMarkId + operatorId));

    /// <summary>Number of groups. Where state is divided, that of all shares on worker 0, and 0 on the others.</summary>
    public abstract long GroupCount { get; }

    /// <summary>What is saved of its having been divided.</summary>
    internal DivisionMark Mark { get; }

    /// <summary>Whether it is divided.</summary>
    internal abstract bool IsDivided { get; }

    /// <summary>Rows staged since <see cref="ClearStaged"/>.</summary>
    internal abstract int StagedRows { get; }

    /// <summary>Rows added to a partial result since it was empty.</summary>
    private protected long PartialRows { get; set; }

    /// <summary>
    /// Whether the rows of a partial result come from at least so many keys, by how seldom they met a group again: of r rows with any of n keys about r²/2n meet one. Keys of which some are frequent look fewer.
    /// </summary>
    /// <param name="least">Number of keys. An eighth of it must be there: fewer say little.</param>
    internal bool ShowsKeys(int least)
    {
        long groups = GroupCount;
        return groups > 0 && groups >= least / 8 && (double)groups * groups >= 2.0 * least * (PartialRows - groups);
    }

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
