namespace Compiled;

/// <summary>What one epoch delivered to a <see cref="MemorySink{T}"/>.</summary>
/// <typeparam name="T">The query's row type.</typeparam>
/// <param name="Epoch">Number of the epoch.</param>
/// <param name="Rows">Its rows.</param>
public sealed record MemoryBatch<T>(long Epoch, IReadOnlyList<T> Rows);
