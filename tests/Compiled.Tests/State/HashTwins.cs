using System.Buffers.Binary;
using System.Numerics;

namespace Compiled.Tests.State;

/// <summary>Different texts of one length with one hash: the multiples of the polynomial of CRC-32C, of which hashes of texts are made, leave it as it is.</summary>
internal static class HashTwins
{
    // The polynomial with its highest term, lowest bit first.
    private const ulong Polynomial = (0x82F63B78ul << 1) | 1;

    /// <summary>Texts that differ in their first 8 bytes only, and there in multiples of the polynomial.</summary>
    /// <param name="length">8 to 15 bytes, 16, or at least 24: between, the last 16 bytes overlap the first 8.</param>
    /// <param name="count">Number of texts.</param>
    /// <param name="seed">What the other bytes are made of.</param>
    public static List<byte[]> Of(int length, int count, int seed = 1)
    {
        Assert.Equal(0u, BitOperations.Crc32C(0, Polynomial));
        byte[] first = new byte[length];
        new Random(seed).NextBytes(first);
        List<byte[]> twins = [first];
        while (twins.Count < count)
        {
            byte[] twin = (byte[])first.Clone();
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(twin);
            for (int bit = 0; bit < 31; bit++)
            {
                word ^= (twins.Count >> bit & 1) == 1 ? Polynomial << bit : 0;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(twin, word);
            twins.Add(twin);
        }

        return twins;
    }
}
