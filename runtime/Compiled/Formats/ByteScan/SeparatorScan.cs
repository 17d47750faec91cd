using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats.ByteScan;

/// <summary>
/// One scan for separators: what to look for, and what was found. A position is an offset from the byte before the first one, so that 0 stands for the separator before the first row.
/// </summary>
internal unsafe struct SeparatorScan
{
    /// <summary>Bytes looked at in one step.</summary>
    public const int Step = 64;

    /// <summary>First byte; <see cref="Step"/> bytes after the last one are readable.</summary>
    public byte* Start;

    /// <summary>Number of bytes there are.</summary>
    public int Length;

    /// <summary>Number of bytes after which to stop, once a newline has been found.</summary>
    public int SoftLimit;

    /// <summary>Number of newlines after which to stop (up to one step later).</summary>
    public int MaxNewlines;

    /// <summary>Where positions go.</summary>
    public uint* Positions;

    /// <summary>Room for positions; the scan stops before it might not suffice.</summary>
    public int Capacity;

    /// <summary>The separator beside the line feed; the line feed itself if there is no other.</summary>
    public byte Delimiter;

    /// <summary>Whether separators between double quotes are none.</summary>
    public bool Quotes;

    /// <summary>Whether quotes are likely, so that looking for them last would be wasted.</summary>
    public bool ExpectQuotes;

    /// <summary>Number of positions written.</summary>
    public int Count;

    /// <summary>How many of them are line feeds.</summary>
    public int Newlines;

    /// <summary>Whether a double quote was seen. Never set unless <see cref="Quotes"/>.</summary>
    public bool AnyQuote;

    /// <summary>Whether a carriage return was seen. Never set if <see cref="Quotes"/>, or if line feeds are the only separators.</summary>
    public bool AnyReturn;

    /// <summary>Whether a byte above 127 was seen; may be set by bytes past the end.</summary>
    public bool NonAscii;

    /// <summary>Whether the scan ended between quotes.</summary>
    public bool InsideQuotes;

    /// <summary>Number of bytes looked at.</summary>
    public int Scanned;

    /// <summary>Bytes that can be scanned in whole steps without asking for more than the number of newlines.</summary>
    public readonly int FullSteps => Math.Min(Math.Min(Length, SoftLimit), Capacity - Step) & -Step;

    /// <summary>Scans with vectors of <paramref name="bits"/> bits.</summary>
    public static void Run(ref SeparatorScan scan, int bits)
    {
        if (bits == 512 && Avx512Vbmi2.IsSupported && SeparatorScan512.Takes(scan.Delimiter))
        {
            SeparatorScan512.Run(ref scan);
        }
        else if (bits >= 256)
        {
            SeparatorScanByMasks<Masks256>.Run(ref scan);
        }
        else if (bits == 128)
        {
            SeparatorScanByMasks<Masks128>.Run(ref scan);
        }
        else
        {
            SeparatorScanByMasks<MasksScalar>.Run(ref scan);
        }
    }

    /// <summary>Whether nothing says stop before the step at <paramref name="offset"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool GoesOn(int offset, int newlines, int count) =>
        offset < Length && (offset < SoftLimit || newlines == 0) && newlines < MaxNewlines && count + Step <= Capacity;

    /// <summary>Bits of the bytes between quotes: a bit and all above it flip at each quote.</summary>
    /// <param name="quotes">The quotes of this step.</param>
    /// <param name="carry">All ones if the step begins between quotes; updated for the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Inside(ulong quotes, ref ulong carry)
    {
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        quotes ^= quotes << 16;
        quotes ^= quotes << 32;
        ulong inside = quotes ^ carry;
        carry = (ulong)((long)inside >> 63);
        return inside;
    }

    /// <summary>Writes the positions of the set bits; may write up to 7 entries too many, which the next ones overwrite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteBits(uint* positions, ulong bits, uint first)
    {
        int count = BitOperations.PopCount(bits);
        for (uint* end = positions + count; positions < end; positions += 8)
        {
            positions[0] = NextBit(ref bits, first);
            positions[1] = NextBit(ref bits, first);
            positions[2] = NextBit(ref bits, first);
            positions[3] = NextBit(ref bits, first);
            positions[4] = NextBit(ref bits, first);
            positions[5] = NextBit(ref bits, first);
            positions[6] = NextBit(ref bits, first);
            positions[7] = NextBit(ref bits, first);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NextBit(ref ulong bits, uint first)
    {
        uint position = first + (uint)BitOperations.TrailingZeroCount(bits);
        bits &= bits - 1;
        return position;
    }
}
