using Compiled.Monitoring;

namespace Compiled.Execution;

/// <summary>Collects the figures of an epoch and makes its <see cref="BatchProgress"/>.</summary>
internal sealed class EpochReport(PipelineDescription description, IReadOnlyList<InputRunner> inputs, IReadOnlyList<string> sinks, TimeProvider clock)
{
    private readonly double[] _phases = new double[5];
    private readonly EpochCounters _counters = new(description.Inputs.Length, description.Queries.Length);
    private string[]? _sources;
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
        _counters.Clear();
        workers.Collect(_counters);
        return new BatchProgress
        {
            Pipeline = description.Name,
            BatchId = epoch,
            TriggerTime = _triggerTime,
            Inputs = Inputs(),
            Queries = Queries(watermarks),
            Phases = new PhaseDurations(_phases[0], _phases[1], _phases[2], _phases[3], _phases[4]),
        };
    }

    // Plain loops: with a trigger that runs as input comes there may be a hundred thousand reports a second.
    private InputProgress[] Inputs()
    {
        // Not before the first epoch: a listener's description names the port that it got when it was started.
        _sources ??= [.. inputs.Select(input => input.Source.Description)];
        var progress = new InputProgress[inputs.Count];
        for (int id = 0; id < progress.Length; id++)
        {
            InputRunner input = inputs[id];
            progress[id] = new InputProgress(input.Name, _sources[id], _counters.RowsIn[id], input.Bytes, _counters.Malformed[id], input.Position);
        }

        return progress;
    }

    private QueryProgress[] Queries(long[] watermarks)
    {
        var progress = new QueryProgress[description.Queries.Length];
        for (int id = 0; id < progress.Length; id++)
        {
            QueryDescription query = description.Queries[id];
            progress[id] = new QueryProgress(
                query.Name, sinks[id], _counters.RowsOut[id], _counters.Late[id], _counters.StateRows[id], _counters.StateBytes[id], Watermark(query, watermarks));
        }

        return progress;
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
