using Compiled.State;

namespace Compiled.Benchmarks.Layers;

/// <summary>The aggregates of a group, as generated code has them.</summary>
public struct Bought
{
    public double Amount;
    public long Count;
}

/// <summary>How two of them combine.</summary>
public readonly struct BoughtOperations : IAggregateOps<Bought>
{
    /// <inheritdoc/>
    public static void Combine(ref Bought into, in Bought from, TextArena arena)
    {
        into.Amount += from.Amount;
        into.Count += from.Count;
    }
}
