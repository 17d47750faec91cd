using Compiled.Checkpoint;

namespace Compiled.Execution;

/// <summary>
/// The durable side of a job with a checkpoint: which ranges were run, whose results were delivered, which state is safe.
/// State may be saved less often than epochs are committed; the epochs after the last saved one are then run again after a crash, without being delivered again.
/// </summary>
internal sealed partial class EpochJournal : IDisposable
{
    private readonly CheckpointFolder _folder;
    private readonly IDurableState? _state;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly int _compactEvery;
    private readonly Dictionary<string, List<string>> _history = [];
    private int _sinceCompacted;
    private long _lastSaved;
    private string? _token;

    private EpochJournal(CheckpointFolder folder, IDurableState? state, JobOptions options)
    {
        _folder = folder;
        _state = state;
        _clock = options.Clock;
        _compactEvery = options.CompactEvery;
        _interval = options.CheckpointEvery ?? (options.Trigger.Kind == TriggerKind.Continuous ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
        _sinceCompacted = Array.FindAll(folder.Log.OffsetEpochs(), epoch => epoch > folder.Recovery.Compacted).Length;
        IsGrouped = MayGroup(options);
        _lastSaved = _clock.GetTimestamp();
        _token = folder.Recovery.State?.StateToken;
        StateEpoch = folder.Recovery.State?.Epoch ?? -1;
        foreach (InputPosition position in folder.Recovery.History)
        {
            HistoryOf(position.Input).Add(position.Position);
        }
    }

    /// <summary>What has to be done before anything new.</summary>
    public RecoveryPlan Recovery => _folder.Recovery;

    /// <summary>The last epoch whose state is durable; -1 for none.</summary>
    public long StateEpoch { get; private set; }

    /// <summary>The store with the state to be loaded, or null if there is none or the pipeline keeps none.</summary>
    public IDurableState? StateToLoad => _token is null ? null : _state;

    /// <summary>Whether the time has come to save state again.</summary>
    public bool IsStateDue => (_state is null && !IsGrouped) || _interval == TimeSpan.Zero || _clock.GetElapsedTime(_lastSaved) >= _interval;

    /// <summary>Completes at the time when state is to be saved again.</summary>
    public Task WhenStateIsDue(CancellationToken cancellationToken)
    {
        TimeSpan left = _interval - _clock.GetElapsedTime(_lastSaved);
        return left > TimeSpan.Zero ? Task.Delay(left, _clock, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Opens the checkpoint of a job.</summary>
    /// <exception cref="PipelineException">CMP0952 to CMP0955.</exception>
    public static EpochJournal Open(JobOptions options)
    {
        PipelineDescription description = options.Bindings.Program.Description;
        string schema = $"{description.StateSchema}\nwatermarks {description.WatermarkCount}";
        CheckpointFolder folder = CheckpointFolder.Open(options.Files, options.CheckpointPath!, description.Name, schema);
        try
        {
            bool hasState = description.Queries.Any(query => query.IsStateful);
            IDurableState? state = hasState ? options.OpenState(options.Files, folder.StatePath, folder.Recovery.State?.StateToken) : null;
            return new EpochJournal(folder, state, options);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Everything that was ever planned for an input, oldest first.</summary>
    public IReadOnlyList<string> Positions(string input) => HistoryOf(input);

    /// <summary>Step 1 of an epoch.</summary>
    public void LogOffsets(EpochOffsets offsets)
    {
        _folder.Log.Write(offsets);
        foreach (InputPosition position in offsets.Positions)
        {
            HistoryOf(position.Input).Add(position.Position);
        }
    }

    /// <summary>Step 3: makes the state after <paramref name="epoch"/> durable.</summary>
    public void SaveState(long epoch, WorkerSet workers)
    {
        if (_state is not null)
        {
            workers.SaveState(_state.Changes);
            _token = _state.Checkpoint(epoch);
        }

        StateEpoch = epoch;
        _lastSaved = _clock.GetTimestamp();
    }

    /// <summary>Step 5.</summary>
    public void LogCommit(long epoch, long[] watermarks, IReadOnlyList<InputRunner> inputs)
    {
        // Only the commit that the state belongs to names its token: recovery goes there by StateEpoch.
        bool isSaved = StateEpoch == epoch;
        _folder.Log.Write(new EpochCommit(epoch, StateEpoch, isSaved ? _token : null, [.. watermarks]));
        _sinceCompacted++;
        if (isSaved)
        {
            _state?.Committed();
            if (TakeCompacted(inputs) is { } compacted)
            {
                _folder.Log.Compact(epoch, compacted);
            }
        }
    }

    public void Dispose()
    {
        // Whatever became of it, nobody may close the store under it.
        _saving?.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _state?.Dispose();
        _folder.Dispose();
    }

    /// <summary>If it is time to gather old epochs in one file: its content. From here on their positions are what the sources made of them.</summary>
    private InputPosition[]? TakeCompacted(IReadOnlyList<InputRunner> inputs)
    {
        if (_sinceCompacted < _compactEvery)
        {
            return null;
        }

        _sinceCompacted = 0;
        foreach (InputRunner input in inputs)
        {
            List<string> history = HistoryOf(input.Name);
            if (history.Count > 1)
            {
                string compacted = input.Compact(history);
                history.Clear();
                history.Add(compacted);
            }
        }

        return [.. _history.SelectMany(input => input.Value.Select(position => new InputPosition(input.Key, position)))];
    }

    private List<string> HistoryOf(string input)
    {
        if (!_history.TryGetValue(input, out List<string>? history))
        {
            _history.Add(input, history = []);
        }

        return history;
    }
}
