namespace Compiled.State;

/// <summary>The groups that were saved: the last version of each.</summary>
public interface ISavedGroups
{
    /// <summary>Not fewer than there are groups: no number is as high.</summary>
    long MostGroups { get; }

    /// <summary>Calls <paramref name="visit"/> once for every group, in no particular order.</summary>
    /// <exception cref="PipelineException">What was saved is damaged (CMP0921).</exception>
    void Visit(SavedGroupVisitor visit);
}

/// <summary>Sees one saved group.</summary>
/// <param name="operatorId">Tells the operators of a pipeline apart.</param>
/// <param name="windowStart">UTC ticks; <see cref="long.MinValue"/> without windows.</param>
/// <param name="number">The group's number in its window.</param>
/// <param name="group">Key and aggregates; valid only during the call.</param>
public delegate void SavedGroupVisitor(ushort operatorId, long windowStart, int number, ReadOnlySpan<byte> group);
