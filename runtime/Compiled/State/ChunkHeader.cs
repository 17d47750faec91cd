using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Compiled.Checkpoint;

namespace Compiled.State;

/// <summary>The front of a chunk of the change log, as it lies on disk: see docs/formats/state.md.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ChunkHeader
{
    /// <summary>Length on disk.</summary>
    public const int Size = 40;

    /// <summary>Stands in <see cref="GroupBytes"/> when the groups of a chunk differ in length.</summary>
    public const int Varying = -1;

    /// <summary>CRC-32C of the rest of the header: without it a length could not be believed.</summary>
    public uint Checksum;

    /// <summary>CRC-32C of the payload.</summary>
    public uint PayloadChecksum;

    /// <summary>Bytes behind the header.</summary>
    public int PayloadBytes;

    /// <summary>Number of groups in the chunk.</summary>
    public int Count;

    /// <summary>Start of the window in UTC ticks; <see cref="long.MinValue"/> without windows.</summary>
    public long WindowStart;

    /// <summary>Number of groups in the window, of which the chunk holds those that changed.</summary>
    public int WindowGroups;

    /// <summary>Number of the first group in the chunk.</summary>
    public int FirstNumber;

    /// <summary>Bytes of a group, or <see cref="Varying"/>.</summary>
    public int GroupBytes;

    /// <summary>Whose state it is.</summary>
    public ushort OperatorId;

    /// <summary>What the chunk says.</summary>
    public ChunkKind Kind;

    /// <summary>1 if the numbers are <see cref="FirstNumber"/> and those that follow, 0 if they stand in the payload.</summary>
    public byte HasRunOfNumbers;

    /// <summary>Bytes of the groups themselves.</summary>
    public readonly long EntryBytes => PayloadBytes - ((HasRunOfNumbers != 0 ? 0L : Count * (long)sizeof(int)) + (GroupBytes == Varying ? Count * (long)sizeof(int) : 0));

    /// <summary>Whether the header is one that was written here, and not what a damaged disk made of it.</summary>
    public readonly bool IsWhole => Checksum == OwnChecksum() && Kind is ChunkKind.Groups or ChunkKind.WindowDropped;

    /// <summary>Seals the header of a payload.</summary>
    public void Seal(ReadOnlySpan<byte> payload)
    {
        PayloadBytes = payload.Length;
        PayloadChecksum = Crc32C.Of(payload);
        Checksum = OwnChecksum();
    }

    private readonly uint OwnChecksum()
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<ChunkHeader>(in this));
        return Crc32C.Of(bytes[Unsafe.SizeOf<uint>()..]);
    }
}
