using System.Buffers.Binary;

namespace Compiled.State;

/// <summary>The key of a group in FASTER: operator, window (sign flipped) and number, each big-endian, so that keys order by operator, window and number.</summary>
internal static class StoreKey
{
    /// <summary>Length in bytes.</summary>
    public const int Size = sizeof(ushort) + sizeof(long) + sizeof(int);

    /// <summary>Groups that share a bucket of the index, which has room for seven.</summary>
    public const int GroupsPerBucket = 4;

    private const int BucketBits = 48;
    private const ulong SignBit = 1ul << 63;
    private const int WindowAt = sizeof(ushort);
    private const int NumberAt = WindowAt + sizeof(long);

    public static void Write(Span<byte> key, WindowId window, int number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(key, window.OperatorId);
        BinaryPrimitives.WriteUInt64BigEndian(key[WindowAt..], (ulong)window.Start ^ SignBit);
        BinaryPrimitives.WriteInt32BigEndian(key[NumberAt..], number);
    }

    /// <summary>
    /// FASTER takes the bucket from the lower bits of a hash and a tag from the upper ones. Groups come and are stored in the order of their numbers, so neighbours get one bucket, and the next ones the
    /// bucket beside it: the index is walked through and not hit at random (see decision 63). The tag tells the groups of a bucket apart.
    /// </summary>
    public static ulong Hash(ReadOnlySpan<byte> key)
    {
        if (key.Length != Size)
        {
            return KeyHash.Of(key);
        }

        ulong window = KeyHash.Of(BinaryPrimitives.ReadUInt64LittleEndian(key[WindowAt..]) ^ BinaryPrimitives.ReadUInt16LittleEndian(key));
        uint number = BinaryPrimitives.ReadUInt32BigEndian(key[NumberAt..]);
        ulong tag = KeyHash.Of(window + number);
        return (((window >> (64 - BucketBits)) + (number / GroupsPerBucket)) & ((1ul << BucketBits) - 1)) | (tag & ~((1ul << BucketBits) - 1));
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
