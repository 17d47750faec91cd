using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Compiled.State;

/// <summary>
/// The hash functions of keys, made of multiplications. Portable and without a seed of the process, so that a replayed epoch, another machine and
/// another vector width all give the same tables. The upper 32 bits are the good ones: they depend on every bit of the input, those that the index takes its bucket from above all.
/// </summary>
public static unsafe class KeyHash
{
    // Odd constants without structure: digits of pi and of the golden ratio.
    private const ulong A = 0x9E3779B97F4A7C15;
    private const ulong B = 0x243F6A8885A308D3;
    private const ulong C = 0x13198A2E03707345;
    private const ulong D = 0xA4093822299F31D1;
    private const uint E = 0x082EFA99;

    /// <summary>Hash of one 64-bit value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong value) => Finish((value ^ (value >> 32)) * A);

    /// <summary>Hash of 128 bits; the lower 32 bits are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong low, ulong high) => (ulong)UpperOf(low, high) << 32;

    /// <summary>Hash of a key of several parts, from the hashes of the parts; the order of the parts matters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong first, ulong second) => Finish(Fold(first ^ C, second ^ D));

    /// <summary>Hash of a key of three parts, from the hashes of the parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong first, ulong second, ulong third) => Combine(Combine(first, second), third);

    /// <summary>Hash of bytes of any length.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return Of(start, bytes.Length);
        }
    }

    internal static ulong Of(byte* start, int length)
    {
        if (length < 16)
        {
            ulong hash = (ulong)length * D;
            ulong low = 0;
            ulong high = 0;
            for (int i = 0; i < length; i++)
            {
                if (i < 8)
                {
                    low |= (ulong)start[i] << (i * 8);
                }
                else
                {
                    high |= (ulong)start[i] << ((i - 8) * 8);
                }
            }

            return Finish(Fold(low ^ hash ^ B, high ^ C));
        }

        return OfLong(start, length);
    }

    /// <summary>Hash of 16 bytes or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong OfLong(byte* start, int length)
    {
        ulong hash = (ulong)length * D;
        byte* last = start + length - 16;
        for (; start < last; start += 16)
        {
            hash = Fold(Load(start) ^ hash, Load(start + 8) ^ C);
        }

        // The last 16 bytes overlap what was read before: cheaper than a tail of every length.
        return Finish(Fold(Load(last) ^ hash ^ B, Load(last + 8) ^ D));
    }

    /// <summary>The upper 32 bits of a hash of a text of 16 bytes or more: two chains of CRC-32C, since each step waits for the one before. Not that of <see cref="Of(ReadOnlySpan{byte})"/>, which files depend on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint UpperOfText(byte* start, int length)
    {
        byte* last = start + length - 16;
        ulong left = uint.MaxValue;
        ulong right = (uint)length;
        for (; start < last; start += 16)
        {
            left = Crc(left, Load(start));
            right = Crc(right, Load(start + 8));
        }

        // The last 16 bytes overlap what was read before: cheaper than a tail of every length.
        ulong product = ((Crc(right, Load(last + 8)) << 32) | Crc(left, Load(last))) * D;
        return BinaryPrimitives.ReverseEndianness((uint)(product >> 32));
    }

    /// <summary>The upper 32 bits of <see cref="Of(ulong, ulong)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint UpperOf(ulong low, ulong high) => BinaryPrimitives.ReverseEndianness((uint)Crc(Crc(uint.MaxValue, low), high) * E);

    /// <summary>A hash of one 64-bit value for <see cref="IGroupKey{TKey}.HomeHash"/>: of its 32 bits the upper ones are the good ones. Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint HomeOf(ulong value) => (uint)((value * A) >> 32);

    /// <summary>The upper 32 bits of a hash of one 64-bit value, the lower ones of which are 0. Not that of <see cref="Of(ulong)"/>, which files depend on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint UpperOf(ulong value) => BinaryPrimitives.ReverseEndianness((uint)Crc(uint.MaxValue, value) * E);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(byte* at) =>
        BitConverter.IsLittleEndian ? Unsafe.ReadUnaligned<ulong>(at) : BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(at));

    // CRC-32C: two instructions where a product of 128 bits takes five. It is linear, which the multiplication behind it hides: best in its upper bits, so they come where the index takes its bucket from.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Crc(ulong crc, ulong value) => Sse42.X64.IsSupported ? Sse42.X64.Crc32(crc, value) : BitOperations.Crc32C((uint)crc, value);

    // One multiplication leaves patterns of evenly spaced inputs visible in its upper bits; a second one does not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ulong mixed) => (mixed ^ (mixed >> 32)) * D;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return low ^ high;
    }
}
