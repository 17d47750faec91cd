namespace Compiled.State;

/// <summary>
/// What a batch of rows adds to their groups. Generated as a struct that holds the batch's columns, so that a loop which finds groups adds the rows in the same pass, while the
/// group's line is in the nearest cache and others are on their way.
/// </summary>
/// <typeparam name="TAggregates">The aggregates of one group.</typeparam>
public interface IRowAggregation<TAggregates>
    where TAggregates : unmanaged
{
    /// <summary>Adds a row. The rows of one group come in their order; those of different groups in any order.</summary>
    /// <param name="group">The aggregates of the row's group.</param>
    /// <param name="row">The row's index in the batch, as wide as an address, so that loops need not widen it.</param>
    void Add(ref TAggregates group, nint row);
}
