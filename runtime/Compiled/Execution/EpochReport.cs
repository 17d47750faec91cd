using Compiled.Monitoring;

namespace Compiled.Execution;

/// <summary>Collects the figures of an epoch and makes its <see cref="BatchProgress"/>.</summary>
internal sealed class EpochReport(PipelineDescription description, IReadOnlyList<InputRunner> inputs, IReadOnlyList<string> sinks, TimeProvider clock)
{
    private readonly double[] _phases = new double[5];
    private long _phaseStart;
    private DateTimeOffset _triggerTime;

    /// <summary>Starts the clock of a new epoch.</summary>
    public void Begin()
    {
        Array.Clear(_phases);
        _triggerTime = clock.GetUtcNow();
        _phaseStart = clock.GetTimestamp();
    }

    /// <summary>Ends a phase; the next begins.</summary>
    public void End(Phase phase)
    {
        long now = clock.GetTimestamp();
        _phases[(int)phase] += clock.GetElapsedTime(_phaseStart, now).TotalMilliseconds;
        _phaseStart = now;
    }

    /// <summary>Makes the report.</summary>
    public BatchProgress Make(long epoch, WorkerSet workers, long[] watermarks)
    {
        var counters = new EpochCounters(description.Inputs.Length, description.Queries.Length);
        long[] rowsOut = new long[description.Queries.Length];
        long[] malformed = new long[description.Inputs.Length];
        workers.Collect(counters, rowsOut, malformed);
        return new BatchProgress
        {
            Pipeline = description.Name,
            BatchId = epoch,
            TriggerTime = _triggerTime,
            Inputs = [.. inputs.Select(input => new InputProgress(input.Name, input.Source.Description, counters.RowsIn[input.Id], input.Bytes, malformed[input.Id], input.Position))],
            Queries = [.. description.Queries.Select((query, id) => new QueryProgress(
                query.Name, sinks[id], rowsOut[id], counters.Late[id], counters.StateRows[id], counters.StateBytes[id], Watermark(query, watermarks)))],
            Phases = new PhaseDurations(_phases[0], _phases[1], _phases[2], _phases[3], _phases[4]),
        };
    }

    private static DateTimeOffset? Watermark(QueryDescription query, long[] watermarks)
    {
        if (query.Watermarks.Length == 0)
        {
            return null;
        }

        long lowest = query.Watermarks.Min(id => watermarks[id]);
        return lowest < 0 ? null : new DateTimeOffset(lowest, TimeSpan.Zero);
    }
}

/// <summary>The parts of an epoch whose time is told.</summary>
internal enum Phase
{
    Plan,
    Run,
    Stage,
    State,
    Commit,
}
