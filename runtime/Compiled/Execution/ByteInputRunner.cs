using System.Net.Sockets;
using Compiled.Memory;
using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>An input of bytes: lends the source's blocks to the workers, without a copy.</summary>
internal sealed class ByteInputRunner : InputRunner
{
    /// <summary>A worker's share of a block: fits the second-level cache, and takes several times as long as waking the workers.</summary>
    private const int BytesPerWorker = 512 * 1024;

    private const int LeastForgetAt = 256;

    private readonly ByteSourceReader _reader;
    private readonly InputDescription _description;
    private readonly int _maxRowBytes;
    private readonly Dictionary<string, SegmentState> _segments = [];
    private readonly List<ByteRange> _uncommitted = [];
    private readonly List<ByteRange> _saved = [];
    private int _forgetAt = LeastForgetAt;
    private SegmentState? _known;
    private ByteRange? _range;

    public ByteInputRunner(int id, InputDescription description, ByteSource source, int maxRowBytes)
        : base(id, description.Name, source)
    {
        _description = description;
        _maxRowBytes = maxRowBytes;
        _reader = source.Open(description.Name);
    }

    public override bool IsCompleted => _reader.IsCompleted;

    public override string? Position => _range?.Position;

    public override ValueTask StartAsync(IReadOnlyList<string> committed) => _reader.StartAsync(committed, CancellationToken.None);

    public override async ValueTask<bool> PlanAsync(bool all)
    {
        _range = await _reader.PlanAsync(all, CancellationToken.None).ConfigureAwait(false);
        return _range is not null;
    }

    public override void PlanReplay(string position) => _range = _reader.Replay(position);

    public override void PlanNothing() => _range = null;

    public override void Run(WorkerSet workers, Place place)
    {
        Bytes = 0;
        if (_range is null)
        {
            return;
        }

        foreach (ByteSegment segment in _range.Segments)
        {
            RunSegment(segment, workers, place);
        }

        _uncommitted.Add(_range);
        ForgetClosed();
    }

    public override void MarkSaved()
    {
        _saved.AddRange(_uncommitted);
        _uncommitted.Clear();
    }

    public override async ValueTask CommitAsync()
    {
        foreach (ByteRange range in _saved)
        {
            await _reader.CommitAsync(range, CancellationToken.None).ConfigureAwait(false);
        }

        _saved.Clear();
    }

    public override ValueTask WaitAsync(List<Socket> watched, CancellationToken cancellationToken) => _reader.WaitAsync(watched, cancellationToken);

    public override string Compact(IReadOnlyList<string> committed) => _reader.Compact(committed);

    public override ValueTask DisposeAsync() => _reader.DisposeAsync();

    private void ForgetClosed()
    {
        if (_segments.Count < _forgetAt)
        {
            return;
        }

        foreach ((string key, SegmentState state) in _segments)
        {
            if (state.IsOver)
            {
                _segments.Remove(key);
            }
        }

        // Looking at all of them again pays when there are twice as many.
        _forgetAt = Math.Max(LeastForgetAt, 2 * _segments.Count);
    }

    private unsafe void RunSegment(ByteSegment segment, WorkerSet workers, Place place)
    {
        string origin = segment.Origin;
        place.Reading(Name, origin, 0, 0);
        BlockPipeReader reader = segment.OpenReader();
        if (workers.Count > 1)
        {
            reader.Reserve(BytesPerWorker * workers.Count);
        }

        if (_segments.TryGetValue(segment.Key, out SegmentState? state) && state != _known)
        {
            state.Restore(workers, Id, origin);
            _known = state;
        }

        bool isFinal = false;
        while (!isFinal && reader.TryGetBlock(out byte* start, out int length, out isFinal))
        {
            var frame = new Frame(start, length, isFinal, reader.Offset, origin);
            place.Reading(Name, origin, frame.Offset, length);
            int consumed = RunFrame(frame, reader, segment.Key, ref state, workers);
            Bytes += consumed;
            reader.Advance(consumed);
        }

        if (isFinal)
        {
            reader.Complete();
            _segments.Remove(segment.Key);
            _known = null;
        }
    }

    private unsafe int RunFrame(in Frame frame, BlockPipeReader reader, string key, ref SegmentState? state, WorkerSet workers)
    {
        int skip = 0;
        if (state is null)
        {
            skip = workers.BeginSegment(Id, frame);
            if (skip < 0)
            {
                CheckRowLength(frame);
                return 0;
            }

            state = new SegmentState(reader);
            _segments.Add(key, state);
            _known = state;
            state.SetHeader(frame, skip);
        }

        int length = frame.Length - skip;
        if (length == 0)
        {
            return skip;
        }

        // A row that grows by small arrivals must not be decoded from its start at each of them.
        ReadOnlySpan<byte> added = frame.Span[(skip + Math.Min(state.WithoutRowEnd, length))..];
        if (!frame.IsFinal && !RowCutter.MayEndRow(added, length, _description.Framing, _description.RecordBytes))
        {
            state.WithoutRowEnd = length;
            CheckRowLength(frame);
            return skip;
        }

        int consumed = workers.Consume(Id, new Frame(frame.Start + skip, length, frame.IsFinal, frame.Offset + skip, frame.Origin), reader);
        state.WithoutRowEnd = 0;
        if (consumed == 0)
        {
            CheckRowLength(frame);
        }

        return skip + consumed;
    }

    private void CheckRowLength(in Frame frame)
    {
        if (!frame.IsFinal && frame.Length > _maxRowBytes)
        {
            throw new PipelineException("CMP0956", $"No row of input '{Name}' ends within {_maxRowBytes} bytes from byte {frame.Offset} of {frame.Origin} on. "
                + "If the format is right, allow longer rows with MaxRowBytes.");
        }
    }
}
