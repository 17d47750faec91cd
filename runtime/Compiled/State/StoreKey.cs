using System.Buffers.Binary;

namespace Compiled.State;

/// <summary>The key of a group in FASTER: operator, window (sign flipped) and number, each big-endian, so that keys order by operator, window and number.</summary>
internal static class StoreKey
{
    /// <summary>Length in bytes.</summary>
    public const int Size = sizeof(ushort) + sizeof(long) + sizeof(int);

    private const ulong SignBit = 1ul << 63;
    private const int WindowAt = sizeof(ushort);
    private const int NumberAt = WindowAt + sizeof(long);

    public static void Write(Span<byte> key, WindowId window, int number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(key, window.OperatorId);
        BinaryPrimitives.WriteUInt64BigEndian(key[WindowAt..], (ulong)window.Start ^ SignBit);
        BinaryPrimitives.WriteInt32BigEndian(key[NumberAt..], number);
    }

    /// <exception cref="PipelineException">It is not such a key (CMP0921).</exception>
    public static WindowId Read(ReadOnlySpan<byte> key, out int number)
    {
        if (key.Length != Size)
        {
            throw StateErrors.Damaged($"a key has {key.Length} bytes instead of {Size}");
        }

        number = BinaryPrimitives.ReadInt32BigEndian(key[NumberAt..]);
        return new WindowId(BinaryPrimitives.ReadUInt16BigEndian(key), (long)(BinaryPrimitives.ReadUInt64BigEndian(key[WindowAt..]) ^ SignBit));
    }
}
