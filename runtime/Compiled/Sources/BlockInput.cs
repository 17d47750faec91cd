namespace Compiled.Sources;

/// <summary>Where a <see cref="BufferedBlockReader"/> gets its bytes: a file, a decompressor, a pipe, memory.</summary>
public abstract class BlockInput : IDisposable
{
    /// <summary>Reads what there is into <paramref name="destination"/> without waiting for a peer.</summary>
    /// <param name="destination">Room for at least one byte.</param>
    /// <param name="ended">Whether nothing comes after what was read.</param>
    /// <returns>Number of bytes read; 0 without <paramref name="ended"/> means that nothing has arrived.</returns>
    /// <exception cref="PipelineException">The bytes cannot be had.</exception>
    public abstract int Read(Span<byte> destination, out bool ended);

    /// <summary>Offers threads to read with.</summary>
    internal virtual void ReadWith(IReadTeam team)
    {
    }

    /// <summary>Completes when <see cref="Read"/> may have something. May complete early.</summary>
    public virtual ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Makes a pending <see cref="WaitAsync"/> complete.</summary>
    public virtual void WakeWaiter()
    {
    }

    /// <summary>Closes what it reads from.</summary>
    public abstract void Dispose();
}
