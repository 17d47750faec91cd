using Compiled.State;

namespace Compiled.Checkpoint;

/// <summary>State that can be brought back as it was at a checkpoint. The last two checkpoints can be recovered, so that a damaged commit file can be given up.</summary>
internal interface IDurableState : IDisposable
{
    /// <summary>Takes what has changed since the last checkpoint.</summary>
    StateChanges Changes { get; }

    /// <summary>The groups of the checkpoint that was opened. To be read before anything is given to <see cref="Changes"/>.</summary>
    ISavedGroups Saved { get; }

    /// <summary>Makes everything given to <see cref="Changes"/> so far durable.</summary>
    /// <param name="epoch">The epoch it belongs to.</param>
    /// <returns>A text by which it is found again, kept in the commit file.</returns>
    string Checkpoint(long epoch);

    /// <summary>The commit file with the newest checkpoint's token is on disk: checkpoints older than the one before it may go.</summary>
    void Committed();
}

/// <summary>Opens the state of a checkpoint.</summary>
/// <param name="files">The disk.</param>
/// <param name="folder">A folder of its own.</param>
/// <param name="token">What <see cref="IDurableState.Checkpoint"/> gave, to recover that content; null to begin empty, whatever the folder holds.</param>
internal delegate IDurableState OpenDurableState(IFileSystem files, string folder, string? token);
