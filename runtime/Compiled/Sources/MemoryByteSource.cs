using Compiled.Sources;

namespace Compiled;

/// <summary>
/// Bytes given by the program, each <see cref="Add"/> like a file of its own: for tests and benchmarks. Made by <see cref="Source.Bytes(int, int?, int)"/>. Bytes are kept as long as this object lives. Thread-safe.
/// </summary>
public sealed class MemoryByteSource : ByteSource
{
    private readonly Lock _lock = new();
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private bool _completed;

    internal MemoryByteSource(int chunkSize, int? maxPartsPerTrigger, int maxRowBytes)
    {
        ChunkSize = chunkSize;
        MaxPartsPerTrigger = maxPartsPerTrigger;
        MaxRowBytes = maxRowBytes;
    }

    /// <summary>Bytes that one read gives at most: rows are split at its multiples.</summary>
    public int ChunkSize { get; }

    /// <summary>Parts that an epoch takes at most; null for no limit.</summary>
    public int? MaxPartsPerTrigger { get; }

    /// <summary>Largest row, in bytes.</summary>
    public int MaxRowBytes { get; }

    /// <inheritdoc/>
    public override string Description => "memory bytes";

    /// <summary>Replayable as long as the object lives; a new process has to add the same bytes again.</summary>
    public override SourceGuarantee Guarantee => SourceGuarantee.Replayable;

    internal ArrivalSignal Signal { get; } = new();

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _parts.Count;
            }
        }
    }

    internal bool IsCompleted
    {
        get
        {
            lock (_lock)
            {
                return _completed;
            }
        }
    }

    /// <summary>Adds bytes as a part with its own beginning and end; they must not change afterwards.</summary>
    /// <returns>This source.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Complete"/> was called.</exception>
    public MemoryByteSource Add(ReadOnlyMemory<byte> part)
    {
        lock (_lock)
        {
            if (_completed)
            {
                throw new InvalidOperationException("The memory source was completed.");
            }

            _parts.Add(part);
        }

        Signal.Set();
        return this;
    }

    /// <summary>Says that nothing more will be added: the job ends when it has read everything.</summary>
    /// <returns>This source.</returns>
    public MemoryByteSource Complete()
    {
        lock (_lock)
        {
            _completed = true;
        }

        Signal.Set();
        return this;
    }

    /// <inheritdoc/>
    public override ByteSourceReader Open(string input) => new MemoryByteSourceReader(this);

    internal ReadOnlyMemory<byte> Part(long index)
    {
        lock (_lock)
        {
            return index < _parts.Count
                ? _parts[(int)index]
                : throw new PipelineException(
                    "CMP0938",
                    $"The checkpoint was written when the memory source held at least {index + 1} parts; it holds {_parts.Count}. Add the same bytes again before the job starts, or start with a new checkpoint.");
        }
    }
}
