using Compiled.Checkpoint;
using Compiled.Sinks;

namespace Compiled.Execution;

/// <summary>
/// Groups of epochs, for low latency: where every sink shows a repeated epoch again anyway, nothing is gained by fixing an epoch's range before it runs, so nothing is written for the single
/// epoch. When state is due, the ranges since the last time, the state and one commit are written together, on another thread, while the next epochs run.
/// </summary>
internal sealed partial class EpochJournal
{
    private readonly Dictionary<string, List<string>> _group = [];
    private long _groupFrom = -1;
    private Task? _saving;

    /// <summary>Whether epochs are logged in groups after they ran, instead of one by one before.</summary>
    public bool IsGrouped { get; }

    /// <summary>The writing of a group, if one is being written.</summary>
    public Task? Saving => _saving;

    /// <summary>Remembers what an epoch reads, for its group.</summary>
    public void Collect(long epoch, IReadOnlyList<InputRunner> inputs)
    {
        if (_groupFrom < 0)
        {
            _groupFrom = epoch;
        }

        foreach (InputRunner input in inputs)
        {
            if (input.Position is { } position)
            {
                if (!_group.TryGetValue(input.Name, out List<string>? positions))
                {
                    _group.Add(input.Name, positions = []);
                }

                positions.Add(position);
            }
        }
    }

    /// <summary>Begins to make everything up to and with an epoch durable. The state's log belongs to the other thread until <see cref="TryEndSave"/> says that it is done.</summary>
    public void BeginSave(long epoch, long[] watermarks, WorkerSet workers, IReadOnlyList<InputRunner> inputs)
    {
        if (_state is not null)
        {
            workers.SaveState(_state.Changes);
        }

        foreach (InputRunner input in inputs)
        {
            input.MarkSaved();
        }

        EpochOffsets? group = TakeGroup(epoch, inputs);
        _sinceCompacted++;
        InputPosition[]? compacted = TakeCompacted(inputs);
        long[] after = [.. watermarks];
        _lastSaved = _clock.GetTimestamp();
        _saving = Task.Run(() => Save(epoch, after, group, compacted));
    }

    /// <summary>Whether no group is being written any more; throws what went wrong.</summary>
    /// <param name="wait">Whether to wait for that.</param>
    public bool TryEndSave(bool wait)
    {
        if (_saving is null)
        {
            return true;
        }

        if (!wait && !_saving.IsCompleted)
        {
            return false;
        }

        Task saving = _saving;
        _saving = null;
        saving.GetAwaiter().GetResult();
        return true;
    }

    private static bool MayGroup(JobOptions options)
    {
        PipelineBindings bindings = options.Bindings;
        return options.Trigger.Kind == TriggerKind.Continuous
            && Enumerable.Range(0, bindings.Program.Description.Queries.Length).All(id => bindings.OutputOf(id).Guarantee == SinkGuarantee.AtLeastOnce);
    }

    private EpochOffsets? TakeGroup(long epoch, IReadOnlyList<InputRunner> inputs)
    {
        if (_groupFrom < 0)
        {
            return null;
        }

        var positions = new List<InputPosition>();
        foreach (InputRunner input in inputs)
        {
            if (_group.TryGetValue(input.Name, out List<string>? ranges) && ranges.Count > 0)
            {
                positions.Add(new InputPosition(input.Name, ranges.Count == 1 ? ranges[0] : input.Compact(ranges)));
                HistoryOf(input.Name).Add(positions[^1].Position);
                ranges.Clear();
            }
        }

        var group = new EpochOffsets(epoch, [], [.. positions]) { GroupFrom = _groupFrom };
        _groupFrom = -1;
        return group;
    }

    private void Save(long epoch, long[] watermarks, EpochOffsets? group, InputPosition[]? compacted)
    {
        if (group is not null)
        {
            _folder.Log.Write(group);
        }

        string? token = _state?.Checkpoint(epoch);
        _folder.Log.Write(new EpochCommit(epoch, epoch, token, watermarks));
        _token = token;
        StateEpoch = epoch;
        _state?.Committed();
        if (compacted is not null)
        {
            _folder.Log.Compact(epoch, compacted);
        }
    }
}
