using Compiled.Checkpoint;
using Compiled.Monitoring;

namespace Compiled.Execution;

/// <summary>
/// Runs epochs, each in five steps: log what will be read; run it, with the sinks staging; make state durable; have the sinks commit; log the commit.
/// See docs/guarantees.md for why this order loses nothing and repeats nothing. All calls come from the job's one thread.
/// </summary>
internal sealed partial class EpochRunner : IDisposable
{
    private readonly InputRunner[] _inputs;
    private readonly OutputRunner[] _outputs;
    private readonly WorkerSet _workers;
    private readonly EpochJournal? _journal;
    private readonly EpochReport _report;
    private readonly long[] _watermarks;
    private long _next;

    private EpochRunner(JobOptions options, Place place, EpochJournal? journal, InputRunner[] inputs, OutputRunner[] outputs)
    {
        PipelineDescription description = options.Bindings.Program.Description;
        Place = place;
        _journal = journal;
        _inputs = inputs;
        _outputs = outputs;
        _watermarks = new long[description.WatermarkCount];
        Array.Fill(_watermarks, long.MinValue);
        _workers = new WorkerSet(options, outputs, _watermarks);
        _report = new EpochReport(description, inputs, [.. description.Queries.Select((_, id) => options.Bindings.OutputOf(id).Description)], options.Clock);
    }

    /// <summary>Where it is, for a failure's message.</summary>
    public Place Place { get; }

    /// <summary>Called before an epoch runs.</summary>
    public Action? EpochStarting { get; set; }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<InputRunner> Inputs => _inputs;

    /// <summary>What the worker that failed last was doing.</summary>
    public string? FailedAt => _workers.FailedAt;

    /// <summary>Whether no input will ever bring anything again.</summary>
    public bool IsCompleted => Array.TrueForAll(_inputs, input => input.IsCompleted);

    /// <summary>Opens everything that a job consists of. What was opened before a failure is closed again.</summary>
    public static EpochRunner Open(JobOptions options, Place place)
    {
        var opened = new Stack<IAsyncDisposable>();
        EpochJournal? journal = null;
        try
        {
            journal = options.CheckpointPath is null ? null : EpochJournal.Open(options);
            PipelineDescription description = options.Bindings.Program.Description;
            var outputs = new OutputRunner[description.Queries.Length];
            for (int id = 0; id < outputs.Length; id++)
            {
                opened.Push(outputs[id] = options.Bindings.OutputOf(id).Open(journal is not null));
            }

            var inputs = new InputRunner[description.Inputs.Length];
            for (int id = 0; id < inputs.Length; id++)
            {
                opened.Push(inputs[id] = options.Bindings.InputOf(id).Open(id, description.Inputs[id], options.MaxRowBytes));
            }

            return new EpochRunner(options, place, journal, inputs, outputs);
        }
        catch
        {
            Close(opened);
            journal?.Dispose();
            throw;
        }
    }

    /// <summary>Brings sources and state to where the last run stopped, and runs again what it had logged without finishing.</summary>
    /// <param name="onEpoch">Called for each epoch that is delivered.</param>
    public void Recover(Action<BatchProgress> onEpoch)
    {
        foreach (InputRunner input in _inputs)
        {
            Blocking.Wait(input.StartAsync(_journal?.Positions(input.Name) ?? []));
        }

        if (_journal is null)
        {
            return;
        }

        RecoveryPlan recovery = _journal.Recovery;
        recovery.State?.Watermarks.CopyTo(_watermarks, 0);
        if (_journal.StateToLoad is { } state)
        {
            _workers.LoadState(state.Saved);
        }

        _next = (recovery.State?.Epoch ?? -1) + 1;
        foreach (EpochOffsets logged in recovery.Replay)
        {
            _report.Begin();
            bool deliver = logged.Epoch > recovery.LastCommitted;
            PlanReplay(logged);
            _report.End(Phase.Plan);
            BatchProgress progress = Run(deliver);
            if (deliver)
            {
                onEpoch(progress);
            }
        }
    }

    /// <summary>Runs the next epoch if there is input, or if the watermark has moved and an epoch without input has something to deliver.</summary>
    /// <param name="all">Whether the trigger wants all there is.</param>
    /// <returns>What it did, or null if there was nothing to do.</returns>
    public BatchProgress? TryRunNext(bool all)
    {
        _report.Begin();
        Place.Epoch = _next;
        bool any = _workers.HasPendingTime;
        foreach (InputRunner input in _inputs)
        {
            Place.NotReading($"planning input '{input.Name}'");
            any |= Blocking.Wait(input.PlanAsync(all));
        }

        if (!any)
        {
            return null;
        }

        if (_journal is { IsGrouped: true })
        {
            _journal.Collect(_next, _inputs);
        }
        else if (_journal is not null)
        {
            Place.NotReading("logging what it will read");
            _journal.LogOffsets(new EpochOffsets(
                _next, [.. _watermarks], [.. _inputs.Where(input => input.Position is not null).Select(input => new InputPosition(input.Name, input.Position!))]));
        }

        _report.End(Phase.Plan);
        return Run(deliver: true);
    }

    public void Dispose()
    {
        _workers.Dispose();
        try
        {
            Close(_inputs.Concat<IAsyncDisposable>(_outputs));
        }
        finally
        {
            _journal?.Dispose();
        }
    }

    private static void Close(IEnumerable<IAsyncDisposable> parts)
    {
        foreach (IAsyncDisposable part in parts)
        {
            Blocking.Wait(part.DisposeAsync());
        }
    }

    private void PlanReplay(EpochOffsets logged)
    {
        Place.Epoch = logged.Epoch;
        Place.NotReading("finding again what it had read before the restart");
        foreach (InputRunner input in _inputs)
        {
            string? position = logged.Positions.FirstOrDefault(position => position.Input == input.Name)?.Position;
            if (position is null || input.Source.Guarantee == Sources.SourceGuarantee.NotReplayable)
            {
                input.PlanNothing();
            }
            else
            {
                input.PlanReplay(position);
            }
        }
    }

    // Steps 2 to 5. With deliver == false the epoch was delivered before a crash, and only its effect on state is wanted.
    private BatchProgress Run(bool deliver)
    {
        long epoch = _next;
        Place.Epoch = epoch;
        EpochStarting?.Invoke();
        RunInputs(epoch, deliver);
        _report.End(Phase.Run);
        if (deliver)
        {
            Place.NotReading("staging its results");
            foreach (OutputRunner output in _outputs)
            {
                Blocking.Wait(output.StageAsync());
            }
        }

        _report.End(Phase.Stage);
        if (deliver && _journal is { IsGrouped: false, IsStateDue: true })
        {
            Place.NotReading("saving state");
            _journal.SaveState(epoch, _workers);
        }

        _report.End(Phase.State);
        if (deliver)
        {
            CommitOutputs(epoch);
        }

        _next = epoch + 1;
        _report.End(Phase.Commit);
        return _report.Make(epoch, _workers, _watermarks);
    }

    private void RunInputs(long epoch, bool deliver)
    {
        Place.NotReading("beginning");
        _workers.BeginEpoch(deliver);
        foreach (OutputRunner output in _outputs)
        {
            output.BeginEpoch(epoch, deliver);
        }

        foreach (InputRunner input in _inputs)
        {
            input.Run(_workers, Place);
        }

        Place.NotReading("ending");
        _workers.EndEpoch();
    }

    private void CommitOutputs(long epoch)
    {
        Place.NotReading("committing its results");
        foreach (OutputRunner output in _outputs)
        {
            Blocking.Wait(output.CommitAsync(epoch));
        }

        LogCommit(epoch);
    }
}
