using System.Globalization;

namespace Compiled.Sources;

/// <summary>Reads a <see cref="MemoryByteSource"/> by the numbers of its parts.</summary>
internal sealed class MemoryByteSourceReader(MemoryByteSource source) : ByteSourceReader
{
    private readonly BlockBufferPool _buffers = new();
    private long _next;

    public override bool IsCompleted => source.IsCompleted && source.Count <= _next;

    public override ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken)
    {
        _next = committed.Count == 0 ? 0 : PositionText.Read(committed[^1], source.Description).To;
        return ValueTask.CompletedTask;
    }

    public override ValueTask<ByteRange?> PlanAsync(bool all, CancellationToken cancellationToken)
    {
        source.Signal.Reset();
        long to = Math.Min(source.Count, _next + (source.MaxPartsPerTrigger ?? int.MaxValue));
        return ValueTask.FromResult(to <= _next ? null : Replay(PositionText.Write(_next, to)));
    }

    public override ByteRange Replay(string position)
    {
        (long from, long to) = PositionText.Read(position, source.Description);
        var segments = new List<ByteSegment>();
        for (long part = from; part < to; part++)
        {
            segments.Add(new Segment(source, source.Part(part), part, _buffers));
        }

        _next = Math.Max(_next, to);
        return new ByteRange(position, segments);
    }

    public override async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (source.Count <= _next && !source.IsCompleted)
        {
            await source.Signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask CommitAsync(ByteRange range, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _buffers.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Segment(MemoryByteSource source, ReadOnlyMemory<byte> bytes, long part, BlockBufferPool buffers) : ByteSegment
    {
        public override string Key { get; } = string.Create(CultureInfo.InvariantCulture, $"part {part}");

        public override string Origin => $"memory {Key}";

        public override bool EndsHere => true;

        public override BlockPipeReader OpenReader() =>
            new BufferedBlockReader(new MemoryBlockInput(bytes, source.ChunkSize), Origin, buffers, BlockLimits.Block, source.MaxRowBytes);
    }
}
