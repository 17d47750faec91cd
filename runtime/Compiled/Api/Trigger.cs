namespace Compiled;

/// <summary>When a job looks for input and runs a batch. Without one, a batch starts as soon as the one before is done and there is input.</summary>
public sealed class Trigger
{
    private Trigger(TriggerKind kind, TimeSpan interval = default)
    {
        Kind = kind;
        Interval = interval;
    }

    /// <summary>One batch of everything that is there, then the job ends. What only a moved watermark would deliver waits for the next start.</summary>
    public static Trigger Once { get; } = new(TriggerKind.Once);

    /// <summary>
    /// Batches, each within the sources' limits, until nothing more is there; then the job ends. A last batch without input delivers what the moved watermark has finished.
    /// </summary>
    public static Trigger AvailableNow { get; } = new(TriggerKind.AvailableNow);

    /// <summary>
    /// For low latency: a batch is whatever has arrived, started at once. State is made durable every second instead of every batch unless
    /// <see cref="JobBuilder.CheckpointEvery"/> says otherwise. If every sink shows repeated batches again anyway (console, for-each), the log too is written only then,
    /// while the next batches run. The guarantee is the same as with other triggers; after a crash more batches are repeated.
    /// </summary>
    public static Trigger Continuous { get; } = new(TriggerKind.Continuous);

    internal static Trigger Default { get; } = new(TriggerKind.AsFastAsPossible);

    internal TriggerKind Kind { get; }

    internal TimeSpan Interval { get; }

    /// <summary>
    /// The first batch at once, then one at every multiple of <paramref name="interval"/> (counted from 1970-01-01 UTC) at which there is input.
    /// Batches never overlap: if one takes longer than the interval, the next starts at the next multiple.
    /// </summary>
    /// <param name="interval">A duration such as <c>"1 second"</c>: see <see cref="Duration.Parse"/>.</param>
    /// <exception cref="PipelineException">CMP0950: not a duration.</exception>
    public static Trigger ProcessingTime(string interval) => ProcessingTime(Duration.Parse(interval));

    /// <inheritdoc cref="ProcessingTime(string)"/>
    /// <param name="interval">Greater than zero.</param>
    public static Trigger ProcessingTime(TimeSpan interval) =>
        interval > TimeSpan.Zero ? new Trigger(TriggerKind.ProcessingTime, interval) : throw Duration.NotADuration(interval.ToString());

    /// <inheritdoc/>
    public override string ToString() => Kind == TriggerKind.ProcessingTime ? $"ProcessingTime({Interval})" : Kind.ToString();
}

internal enum TriggerKind
{
    AsFastAsPossible,
    ProcessingTime,
    Once,
    AvailableNow,
    Continuous,
}
