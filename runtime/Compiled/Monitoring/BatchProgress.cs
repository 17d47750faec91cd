using System.Text;

namespace Compiled.Monitoring;

/// <summary>One batch told: what came in, what went out, how long it took.</summary>
public sealed record BatchProgress
{
    /// <summary>The pipeline's name.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Number of the batch, from 0; the same number after a restart means the same input.</summary>
    public required long BatchId { get; init; }

    /// <summary>When the batch was triggered, UTC.</summary>
    public required DateTimeOffset TriggerTime { get; init; }

    /// <summary>An entry an input, in the order of the pipeline.</summary>
    public required IReadOnlyList<InputProgress> Inputs { get; init; }

    /// <summary>An entry a query, in the order of the pipeline.</summary>
    public required IReadOnlyList<QueryProgress> Queries { get; init; }

    /// <summary>Where the time went.</summary>
    public required PhaseDurations Phases { get; init; }

    /// <summary>Duration of the whole batch in milliseconds.</summary>
    public double DurationMs => Phases.TotalMs;

    /// <summary>Rows of all inputs.</summary>
    public long RowsIn => Inputs.Sum(input => input.Rows);

    /// <summary>Bytes of all inputs.</summary>
    public long BytesIn => Inputs.Sum(input => input.Bytes);

    /// <summary>Rows delivered by all queries.</summary>
    public long RowsOut => Queries.Sum(query => query.RowsOut);

    /// <summary>Input rows divided by the duration of the whole batch; 0 for a batch without measurable duration.</summary>
    public double RowsPerSecond => DurationMs > 0 ? RowsIn / (DurationMs / 1000) : 0;

    /// <summary>All figures as one line of JSON.</summary>
    public string ToJson() => Encoding.UTF8.GetString(ProgressJson.Write(this).Span);
}

/// <summary>One input in one batch.</summary>
/// <param name="Name">The input's name.</param>
/// <param name="Source">What it is bound to.</param>
/// <param name="Rows">Rows decoded.</param>
/// <param name="Bytes">Bytes consumed; 0 for sources of objects.</param>
/// <param name="Malformed">Rows that could not be decoded.</param>
/// <param name="Position">The range that was read, as logged; null if there was nothing.</param>
public sealed record InputProgress(string Name, string Source, long Rows, long Bytes, long Malformed, string? Position);

/// <summary>One query in one batch.</summary>
/// <param name="Name">The query's name.</param>
/// <param name="Sink">What it is bound to.</param>
/// <param name="RowsOut">Rows delivered.</param>
/// <param name="Late">Rows left out because the watermark had passed their window.</param>
/// <param name="StateRows">Groups kept after the batch.</param>
/// <param name="StateBytes">Memory they take, in bytes.</param>
/// <param name="Watermark">The lowest watermark above the query after the batch; null if there is none yet.</param>
public sealed record QueryProgress(string Name, string Sink, long RowsOut, long Late, long StateRows, long StateBytes, DateTimeOffset? Watermark);

/// <summary>Where a batch's time went, in milliseconds.</summary>
/// <param name="PlanMs">Asking the sources and logging the ranges.</param>
/// <param name="RunMs">Reading, decoding, computing and giving rows to the sinks.</param>
/// <param name="StageMs">Making the sinks' rows durable.</param>
/// <param name="StateMs">Making state durable.</param>
/// <param name="CommitMs">Showing the rows, logging the commit and telling the sources.</param>
public sealed record PhaseDurations(double PlanMs, double RunMs, double StageMs, double StateMs, double CommitMs)
{
    /// <summary>The sum.</summary>
    public double TotalMs => PlanMs + RunMs + StageMs + StateMs + CommitMs;
}
