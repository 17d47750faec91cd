using Compiled.State;

namespace Compiled.Checkpoint;

/// <summary>A keyed store that can be brought back as it was at a checkpoint. The last two checkpoints can be recovered, so that a damaged commit file can be given up.</summary>
internal interface IDurableState : IDisposable
{
    /// <summary>The keys and values.</summary>
    IKeyedStore Store { get; }

    /// <summary>Makes the present content durable.</summary>
    /// <param name="epoch">The epoch it belongs to.</param>
    /// <returns>A text by which it is found again, kept in the commit file.</returns>
    string Checkpoint(long epoch);

    /// <summary>The commit file with the newest checkpoint's token is on disk: checkpoints older than the one before it may go.</summary>
    void Committed();
}

/// <summary>Opens the store of a checkpoint.</summary>
/// <param name="folder">A folder of its own.</param>
/// <param name="token">What <see cref="IDurableState.Checkpoint"/> gave, to recover that content; null to begin empty, whatever the folder holds.</param>
internal delegate IDurableState OpenDurableState(string folder, string? token);
