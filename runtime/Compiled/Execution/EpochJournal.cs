using Compiled.Checkpoint;

namespace Compiled.Execution;

/// <summary>
/// The durable side of a job with a checkpoint: which ranges were run, whose results were delivered, which state is safe.
/// State may be saved less often than epochs are committed; the epochs after the last saved one are then run again after a crash, without being delivered again.
/// </summary>
internal sealed class EpochJournal : IDisposable
{
    private readonly CheckpointFolder _folder;
    private readonly IDurableState? _state;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly int _compactEvery;
    private readonly Dictionary<string, List<string>> _history = [];
    private long _lastCompacted;
    private long _lastSaved;
    private string? _token;

    private EpochJournal(CheckpointFolder folder, IDurableState? state, JobOptions options)
    {
        _folder = folder;
        _state = state;
        _clock = options.Clock;
        _compactEvery = options.CompactEvery;
        _interval = options.CheckpointEvery ?? (options.Trigger.Kind == TriggerKind.Continuous ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
        _lastCompacted = folder.Recovery.Compacted;
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
    public bool IsStateDue => _state is null || _interval == TimeSpan.Zero || _clock.GetElapsedTime(_lastSaved) >= _interval;

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
            IDurableState? state = hasState ? options.OpenState(folder.StatePath, folder.Recovery.State?.StateToken) : null;
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
            workers.SaveState(_state.Store);
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
        if (isSaved)
        {
            _state?.Committed();
            if (epoch - _lastCompacted >= _compactEvery)
            {
                Compact(epoch, inputs);
            }
        }
    }

    public void Dispose()
    {
        _state?.Dispose();
        _folder.Dispose();
    }

    private void Compact(long epoch, IReadOnlyList<InputRunner> inputs)
    {
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

        _folder.Log.Compact(epoch, _history.SelectMany(input => input.Value.Select(position => new InputPosition(input.Key, position))));
        _lastCompacted = epoch;
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
