namespace Compiled.Sources;

/// <summary>A fixed number of rows a second. Made by <see cref="Source.Rate"/>.</summary>
public sealed class RateSource : RowSource<RateRow>
{
    internal RateSource(long rowsPerSecond, TimeProvider clock)
    {
        RowsPerSecond = rowsPerSecond;
        Clock = clock;
    }

    /// <summary>Rows a second.</summary>
    public long RowsPerSecond { get; }

    /// <inheritdoc/>
    public override string Description => $"rate {RowsPerSecond} rows/s";

    /// <inheritdoc/>
    public override SourceGuarantee Guarantee => SourceGuarantee.Replayable;

    internal TimeProvider Clock { get; }

    /// <inheritdoc/>
    public override RowSourceReader<RateRow> Open(string input) => new RateSourceReader(this);
}
