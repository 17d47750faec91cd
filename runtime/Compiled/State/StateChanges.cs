using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// Takes what has changed in the state of a pipeline since it was saved last and makes large chunks of it for the change log. A group is known by operator, window and number:
/// its number stays the same from its first save until its window is dropped. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// StateWriter writer = changes.BeginWindow(operatorId, windowStart, table.Count);
/// writer.Write(…);               // key and aggregates of group 3
/// changes.EndGroup(3);
/// writer.Write(…);
/// changes.EndGroup(8);
/// changes.EndWindow();
/// </code>
/// </example>
public sealed class StateChanges
{
    // A chunk is written, summed and given to the system while it lies in the second-level cache.
    private const int FullBytes = 256 << 10;
    private const int FullGroups = 16 << 10;
    private readonly IChunkSink _sink;
    private readonly StateWriter _writer = new();
    private int[] _numbers = new int[64];
    private int[] _lengths = new int[64];
    private ChunkHeader _header;
    private int _count;
    private int _groupStart;

    internal StateChanges(IChunkSink sink) => _sink = sink;

    /// <summary>Begins with the changed groups of a window.</summary>
    /// <param name="operatorId">Tells the operators of a pipeline apart.</param>
    /// <param name="windowStart">UTC ticks; <see cref="long.MinValue"/> without windows.</param>
    /// <param name="windowGroups">Number of groups in the window, changed or not: their numbers are those below it.</param>
    /// <returns>Takes the bytes of one group after the other, each ended by <see cref="EndGroup"/>.</returns>
    public StateWriter BeginWindow(ushort operatorId, long windowStart, int windowGroups)
    {
        _header = new ChunkHeader { Kind = ChunkKind.Groups, OperatorId = operatorId, WindowStart = windowStart, WindowGroups = windowGroups };
        BeginChunk();
        return _writer;
    }

    /// <summary>Ends the bytes of one group.</summary>
    /// <param name="number">Its number, higher than that of the group before.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndGroup(int number)
    {
        int count = _count;
        int end = _writer.Length;
        if (count == _numbers.Length)
        {
            Grow();
        }

        _numbers[count] = number;
        _lengths[count] = end - _groupStart;
        _groupStart = end;
        _count = count + 1;
        if (end >= FullBytes || count == FullGroups - 1)
        {
            WriteChunk();
        }
    }

    /// <summary>Ends the changed groups of a window.</summary>
    /// <exception cref="PipelineException">They cannot be written (CMP0923).</exception>
    public void EndWindow()
    {
        if (_count > 0)
        {
            WriteChunk();
        }
    }

    /// <summary>Says that every group of a window is gone. Groups that come into being there afterwards begin with number 0.</summary>
    /// <param name="operatorId">Tells the operators of a pipeline apart.</param>
    /// <param name="windowStart">UTC ticks; <see cref="long.MinValue"/> without windows.</param>
    /// <exception cref="PipelineException">It cannot be written (CMP0923).</exception>
    public void DropWindow(ushort operatorId, long windowStart)
    {
        _header = new ChunkHeader { Kind = ChunkKind.WindowDropped, OperatorId = operatorId, WindowStart = windowStart };
        BeginChunk();
        WriteChunk();
    }

    private void BeginChunk()
    {
        _writer.Clear();
        _writer.Skip(ChunkHeader.Size);
        _groupStart = ChunkHeader.Size;
        _count = 0;
    }

    private void WriteChunk()
    {
        ReadOnlySpan<int> numbers = _numbers.AsSpan(0, _count);
        ReadOnlySpan<int> lengths = _lengths.AsSpan(0, _count);
        _header.Count = _count;
        _header.FirstNumber = _count == 0 ? 0 : numbers[0];
        _header.HasRunOfNumbers = (byte)(_count == 0 || numbers[^1] - numbers[0] == _count - 1 ? 1 : 0);
        _header.GroupBytes = _count == 0 ? 0 : lengths.ContainsAnyExcept(lengths[0]) ? ChunkHeader.Varying : lengths[0];
        if (_header.HasRunOfNumbers == 0)
        {
            _writer.WriteBytes(MemoryMarshal.AsBytes(numbers));
        }

        if (_header.GroupBytes == ChunkHeader.Varying)
        {
            _writer.WriteBytes(MemoryMarshal.AsBytes(lengths));
        }

        Span<byte> chunk = _writer.Bytes;
        _header.Seal(chunk[ChunkHeader.Size..]);
        MemoryMarshal.Write(chunk, in _header);
        _sink.Append(in _header, chunk);
        BeginChunk();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        Array.Resize(ref _numbers, _numbers.Length * 2);
        Array.Resize(ref _lengths, _numbers.Length);
    }
}
