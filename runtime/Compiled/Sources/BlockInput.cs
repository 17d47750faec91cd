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

    /// <summary>How many bytes, of at most <paramref name="wanted"/>, are sure to come next and can be read in parts and ahead of their turn.</summary>
    internal virtual int Announce(int wanted) => 0;

    /// <summary>Reads some of the announced bytes, as many as <paramref name="destination"/> takes. Several threads may call it at once.</summary>
    /// <param name="at">Where the first of them lies among those announced.</param>
    /// <exception cref="PipelineException">The bytes cannot be had.</exception>
    internal virtual void ReadAhead(Span<byte> destination, int at) => throw new InvalidOperationException("This input announces nothing.");

    /// <summary>Goes on behind the bytes that were announced and read.</summary>
    /// <param name="bytes">Their number.</param>
    /// <returns>Whether nothing comes after them.</returns>
    internal virtual bool Pass(int bytes) => throw new InvalidOperationException("This input announces nothing.");

    /// <summary>Completes when <see cref="Read"/> may have something. May complete early.</summary>
    public virtual ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Makes a pending <see cref="WaitAsync"/> complete.</summary>
    public virtual void WakeWaiter()
    {
    }

    /// <summary>Closes what it reads from.</summary>
    public abstract void Dispose();
}
