namespace Compiled.State;

/// <summary>The key of aggregates over everything (or over a window): there is one group.</summary>
public readonly struct NoKey : IGroupKey<NoKey>
{
    /// <inheritdoc/>
    public static ulong Hash(in NoKey key) => 0;

    /// <inheritdoc/>
    public static bool Equal(in NoKey left, in NoKey right) => true;

    /// <inheritdoc/>
    public static void Write(in NoKey key, StateWriter writer)
    {
    }

    /// <inheritdoc/>
    public static NoKey Read(ref StateReader reader, TextArena arena) => default;
}
