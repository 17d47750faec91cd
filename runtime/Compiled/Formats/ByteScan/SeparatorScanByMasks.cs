using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compiled.Formats.ByteScan;

/// <summary>Comparisons of 64 bytes with one byte, as bits: the only part of a scan that differs between widths.</summary>
internal unsafe interface IMasks
{
    /// <summary>A bit for each of 64 bytes that equals <paramref name="value"/>.</summary>
    static abstract ulong Equal(byte* bytes, byte value);

    /// <summary>A bit for each of 64 bytes above 127.</summary>
    static abstract ulong High(byte* bytes);
}

/// <summary>The scan in terms of masks, for every width but the widest.</summary>
internal static unsafe class SeparatorScanByMasks<TMasks>
    where TMasks : struct, IMasks
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(ref SeparatorScan scan)
    {
        byte* start = scan.Start;
        byte delimiter = scan.Delimiter;
        bool quoting = scan.Quotes;
        ulong carry = 0;
        ulong high = 0;
        ulong anyQuote = 0;
        ulong anyReturn = 0;
        int offset = 0;
        int newlines = 0;
        int count = 0;
        for (; scan.GoesOn(offset, newlines, count); offset += SeparatorScan.Step)
        {
            ulong valid = scan.Length - offset >= SeparatorScan.Step ? ulong.MaxValue : (1UL << (scan.Length - offset)) - 1;
            byte* p = start + offset;
            ulong newline = TMasks.Equal(p, (byte)'\n') & valid;
            ulong separators = newline | (TMasks.Equal(p, delimiter) & valid);
            high |= TMasks.High(p) & valid;
            if (quoting)
            {
                ulong quotes = TMasks.Equal(p, (byte)'"') & valid;
                if ((quotes | carry) != 0)
                {
                    anyQuote |= quotes;
                    ulong outside = ~SeparatorScan.Inside(quotes, ref carry);
                    newline &= outside;
                    separators &= outside;
                }
            }
            else if (delimiter != (byte)'\n')
            {
                anyReturn |= TMasks.Equal(p, (byte)'\r') & valid;
            }

            newlines += BitOperations.PopCount(newline);
            count += SeparatorScan.WriteBits(scan.Positions + count, separators, (uint)offset + 1);
        }

        scan.Count = count;
        scan.Newlines = newlines;
        scan.AnyQuote = anyQuote != 0;
        scan.AnyReturn = anyReturn != 0;
        scan.NonAscii = high != 0;
        scan.InsideQuotes = carry != 0;
        scan.Scanned = Math.Min(offset, scan.Length);
    }
}
