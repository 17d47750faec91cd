namespace Compiled.Checkpoint;

/// <summary>What a restarted job has to do before it may plan anything new.</summary>
/// <param name="LastCommitted">The last epoch that was delivered; -1 for none.</param>
/// <param name="State">The commit whose state is to be loaded; null to begin with none.</param>
/// <param name="Replay">Logged epochs after that state, in order. Those up to <see cref="LastCommitted"/> only rebuild state and are not delivered again.</param>
/// <param name="History">Every range ever logged, oldest first, those of <see cref="Replay"/> included.</param>
/// <param name="Compacted">Number of the newest epoch in the newest good <c>sources</c> file; -1 for none.</param>
internal sealed record RecoveryPlan(long LastCommitted, EpochCommit? State, EpochOffsets[] Replay, InputPosition[] History, long Compacted)
{
    public static RecoveryPlan Read(EpochLog log)
    {
        long[] offsets = log.OffsetEpochs();
        EpochCommit? last = LastGoodCommit(log, offsets);
        long lastCommitted = last?.Epoch ?? -1;
        EpochCommit? state = StateOf(log, last);
        InputPosition[] history = ReadHistory(log, out long compacted);
        long stateEpoch = state?.Epoch ?? -1;
        var replay = new List<EpochOffsets>();
        var all = new List<InputPosition>(history);
        long next = Math.Min(stateEpoch, compacted) + 1;
        long first = next;
        foreach (long epoch in offsets)
        {
            if (epoch < first)
            {
                continue;
            }

            EpochOffsets logged = log.ReadOffsets(epoch);
            if (logged.First > next)
            {
                throw Missing(log, next);
            }

            if (logged.GroupFrom is not null && epoch > lastCommitted)
            {
                log.Discard(logged);
                break;
            }

            next = epoch + 1;
            if (epoch > compacted)
            {
                all.AddRange(logged.Positions);
            }

            if (epoch > stateEpoch)
            {
                replay.Add(logged);
            }
        }

        if (lastCommitted >= next)
        {
            throw Missing(log, next);
        }

        return new RecoveryPlan(lastCommitted, state, [.. replay], [.. all], compacted);
    }

    private static PipelineException Missing(EpochLog log, long epoch) => CheckpointFile.Damaged(log.OffsetsPath(epoch), "it is missing, though later epochs were logged");

    // A commit file is whole before it gets its name, so a damaged one is a disk's fault. The newest may be given up: its epoch is in offsets and is run again, and sinks
    // take a repeated epoch. Two damaged ones, or one without its offsets, leave no such way.
    private static EpochCommit? LastGoodCommit(EpochLog log, long[] offsets)
    {
        long[] commits = log.CommitEpochs();
        if (commits.Length == 0)
        {
            return null;
        }

        if (log.TryReadCommit(commits[^1], out string reason) is { } newest)
        {
            return newest;
        }

        if (!offsets.Contains(commits[^1]))
        {
            throw CheckpointFile.Damaged(log.CommitPath(commits[^1]), reason);
        }

        return commits.Length == 1 ? null : log.TryReadCommit(commits[^2], out string reason2) ?? throw CheckpointFile.Damaged(log.CommitPath(commits[^2]), reason2);
    }

    private static EpochCommit? StateOf(EpochLog log, EpochCommit? last)
    {
        if (last is null || last.StateEpoch == last.Epoch)
        {
            return last;
        }

        if (last.StateEpoch < 0)
        {
            return null;
        }

        return log.TryReadCommit(last.StateEpoch, out string reason) ?? throw CheckpointFile.Damaged(log.CommitPath(last.StateEpoch), reason);
    }

    private static InputPosition[] ReadHistory(EpochLog log, out long compacted)
    {
        long[] epochs = log.CompactedEpochs();
        for (int i = epochs.Length - 1; i >= 0; i--)
        {
            if (log.TryReadCompacted(epochs[i], out string reason) is { } positions)
            {
                compacted = epochs[i];
                return positions;
            }

            // The one before does as well, since offsets after it are kept: see EpochLog.Compact.
            if (i == 0 && log.OffsetEpochs().FirstOrDefault(-1) != 0)
            {
                throw CheckpointFile.Damaged(log.CompactedPath(epochs[i]), reason);
            }
        }

        compacted = -1;
        return [];
    }
}
