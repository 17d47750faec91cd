namespace Compiled.Execution;

/// <summary>Figures of one epoch, summed over the workers.</summary>
/// <param name="inputs">Number of inputs.</param>
/// <param name="queries">Number of queries.</param>
public sealed class EpochCounters(int inputs, int queries)
{
    /// <summary>Rows decoded, an entry an input.</summary>
    public long[] RowsIn { get; } = new long[inputs];

    /// <summary>Rows that came after the watermark had passed their window, an entry a query.</summary>
    public long[] Late { get; } = new long[queries];

    /// <summary>Groups in state, an entry a query.</summary>
    public long[] StateRows { get; } = new long[queries];

    /// <summary>Bytes of memory that state takes, an entry a query.</summary>
    public long[] StateBytes { get; } = new long[queries];

    /// <summary>Rows delivered, an entry a query.</summary>
    internal long[] RowsOut { get; } = new long[queries];

    /// <summary>Rows that could not be decoded, an entry an input.</summary>
    internal long[] Malformed { get; } = new long[inputs];

    /// <summary>Begins another epoch.</summary>
    internal void Clear()
    {
        Array.Clear(RowsIn);
        Array.Clear(Malformed);
        Array.Clear(RowsOut);
        Array.Clear(Late);
        Array.Clear(StateRows);
        Array.Clear(StateBytes);
    }
}
