using System.Runtime.InteropServices;
using Compiled.Checkpoint;

namespace Compiled.State;

/// <summary>The groups of a chunk that was read back, one after the other.</summary>
internal ref struct ChunkGroups
{
    private readonly ChunkHeader _header;
    private readonly ReadOnlySpan<byte> _numbers;
    private readonly ReadOnlySpan<byte> _lengths;
    private ReadOnlySpan<byte> _rest;
    private int _next;

    /// <summary>Begins before the first group.</summary>
    /// <exception cref="PipelineException">The payload does not match its checksum or its header (CMP0921).</exception>
    public ChunkGroups(in ChunkHeader header, ReadOnlySpan<byte> payload, string file)
    {
        _header = header;
        long entryBytes = header.EntryBytes;
        if (Crc32C.Of(payload) != header.PayloadChecksum)
        {
            throw StateErrors.Damaged($"the checksum of a chunk in '{file}' does not match");
        }

        if (header.Count < 0 || entryBytes < 0 || (header.GroupBytes != ChunkHeader.Varying && entryBytes != header.GroupBytes * (long)header.Count))
        {
            throw StateErrors.Damaged($"the lengths of a chunk in '{file}' do not fit together");
        }

        _rest = payload[..(int)entryBytes];
        payload = payload[(int)entryBytes..];
        if (header.HasRunOfNumbers == 0)
        {
            _numbers = payload[..(header.Count * sizeof(int))];
            payload = payload[_numbers.Length..];
        }

        _lengths = payload;
    }

    /// <summary>Number of the current group.</summary>
    public int Number { get; private set; }

    /// <summary>Bytes of the current group.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes to the next group, if there is one.</summary>
    public bool MoveNext()
    {
        if (_next == _header.Count)
        {
            return false;
        }

        Number = _header.HasRunOfNumbers != 0 ? _header.FirstNumber + _next : MemoryMarshal.Read<int>(_numbers[(_next * sizeof(int))..]);
        int length = _header.GroupBytes != ChunkHeader.Varying ? _header.GroupBytes : MemoryMarshal.Read<int>(_lengths[(_next * sizeof(int))..]);
        if ((uint)length > (uint)_rest.Length || (uint)Number >= (uint)_header.WindowGroups)
        {
            throw StateErrors.Damaged($"a group of operator {_header.OperatorId} has number {Number} and {length} bytes, which its chunk does not allow");
        }

        Current = _rest[..length];
        _rest = _rest[length..];
        _next++;
        return true;
    }
}
