using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Compiled.Memory;

namespace Compiled.Formats.ByteScan;

/// <summary>
/// The scan for AVX-512 with VBMI2: a table lookup by low nibble finds both separators with one comparison, whose mask compresses the byte numbers 0 to 63 into positions.
/// Compiled at once with all optimisations, like all loops over bytes here: a short job would else be over before they are (the JIT optimises what runs long only later).
/// And never inlined: a caller that takes in several such loops runs out of the JIT's budget, whereupon their smallest parts become calls (the CSV job took 1.4 times as long).
/// Comparisons, shuffles and compressions share one port, so quotes are first only noticed (by a minimum, on another port), and a block that has some is scanned again.
/// </summary>
internal static unsafe class SeparatorScan512
{
    private const byte NewlineNibble = (byte)'\n' & 15;

    /// <summary>Whether the lookup can tell <paramref name="delimiter"/> from the line feed: their low nibbles differ, or they are the same. NUL is what is read past the end.</summary>
    public static bool Takes(byte delimiter) => delimiter == (byte)'\n' || (delimiter is > 0 and < 128 && (delimiter & 15) != NewlineNibble);

    public static void Run(ref SeparatorScan scan)
    {
        if (scan.Delimiter == (byte)'\n')
        {
            RunLines(ref scan);
            return;
        }

        if (!scan.Quotes || !scan.ExpectQuotes)
        {
            RunPlain(ref scan);
            if (!scan.Quotes || !scan.AnyQuote)
            {
                return;
            }
        }

        RunQuoting(ref scan);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunPlain(ref SeparatorScan scan)
    {
        Vector512<byte> table = Table(scan.Delimiter);
        Vector512<byte> newlineByte = Vector512.Create((byte)'\n');
        Vector512<byte> watchedByte = Vector512.Create(scan.Quotes ? (byte)'"' : (byte)'\r');
        Vector512<byte> nearest = Vector512<byte>.AllBitsSet;
        Vector512<byte> seen = Vector512<byte>.Zero;
        Vector512<uint> first = Vector512<uint>.One;
        byte* start = scan.Start;
        uint* positions = scan.Positions;
        int full = scan.FullSteps;
        int mostNewlines = scan.MaxNewlines;
        int offset = 0;
        int newlines = 0;
        for (; offset < full && newlines < mostNewlines; offset += SeparatorScan.Step)
        {
            Sse.Prefetch1(start + offset + ReadAhead.Bytes);
            Vector512<byte> bytes = Vector512.Load(start + offset);
            seen |= bytes;
            nearest = Vector512.Min(nearest, bytes ^ watchedByte);
            newlines += BitOperations.PopCount(Vector512.Equals(bytes, newlineByte).ExtractMostSignificantBits());
            positions += WriteFound(positions, Vector512.Equals(bytes, Avx512BW.Shuffle(table, bytes)), first);
            first += Vector512.Create((uint)SeparatorScan.Step);
        }

        // Steps that may be the last, or that only look for the end of a long row.
        int count = (int)(positions - scan.Positions);
        for (; scan.GoesOn(offset, newlines, count); offset += SeparatorScan.Step)
        {
            Vector512<byte> bytes = LoadValid(in scan, offset);
            seen |= bytes;
            nearest = Vector512.Min(nearest, bytes ^ watchedByte);
            newlines += BitOperations.PopCount(Vector512.Equals(bytes, newlineByte).ExtractMostSignificantBits());
            count += WriteFound(scan.Positions + count, Vector512.Equals(bytes, Avx512BW.Shuffle(table, bytes)), Vector512.Create((uint)offset + 1));
        }

        scan.Count = count;
        scan.Newlines = newlines;
        bool anyWatched = Vector512.EqualsAny(nearest, Vector512<byte>.Zero);
        scan.AnyQuote = scan.Quotes && anyWatched;
        scan.AnyReturn = !scan.Quotes && anyWatched;
        scan.NonAscii = seen.ExtractMostSignificantBits() != 0;
        scan.Scanned = Math.Min(offset, scan.Length);
    }

    /// <summary>Line feeds alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunLines(ref SeparatorScan scan)
    {
        Vector512<byte> newlineByte = Vector512.Create((byte)'\n');
        Vector512<byte> seen = Vector512<byte>.Zero;
        int offset = 0;
        int count = 0;
        for (; scan.GoesOn(offset, count, count); offset += SeparatorScan.Step)
        {
            Sse.Prefetch1(scan.Start + offset + ReadAhead.Bytes);
            Vector512<byte> bytes = LoadValid(in scan, offset);
            seen |= bytes;
            ulong newline = Vector512.Equals(bytes, newlineByte).ExtractMostSignificantBits();
            uint* positions = scan.Positions + count;
            int number = BitOperations.PopCount(newline);
            count += number;
            if (number <= 2)
            {
                positions[0] = (uint)(offset + 1 + BitOperations.TrailingZeroCount(newline));
                positions[1] = (uint)(offset + 1 + BitOperations.TrailingZeroCount(newline & (newline - 1)));
            }
            else
            {
                SeparatorScan.WriteBits(positions, newline, (uint)offset + 1);
            }
        }

        scan.Count = count;
        scan.Newlines = count;
        scan.NonAscii = seen.ExtractMostSignificantBits() != 0;
        scan.Scanned = Math.Min(offset, scan.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunQuoting(ref SeparatorScan scan)
    {
        Vector512<byte> table = Table(scan.Delimiter);
        Vector512<byte> newlineByte = Vector512.Create((byte)'\n');
        Vector512<byte> quoteByte = Vector512.Create((byte)'"');
        Vector512<byte> seen = Vector512<byte>.Zero;
        ulong carry = 0;
        ulong anyQuote = 0;
        int newlines = 0;
        int count = 0;
        int offset = 0;
        for (; scan.GoesOn(offset, newlines, count); offset += SeparatorScan.Step)
        {
            Vector512<byte> bytes = LoadValid(in scan, offset);
            seen |= bytes;
            Vector512<byte> found = Vector512.Equals(bytes, Avx512BW.Shuffle(table, bytes));
            ulong newline = Vector512.Equals(bytes, newlineByte).ExtractMostSignificantBits();
            ulong quotes = Vector512.Equals(bytes, quoteByte).ExtractMostSignificantBits();
            var shift = Vector512.Create((uint)offset + 1);
            if ((quotes | carry) != 0)
            {
                anyQuote |= quotes;
                ulong outside = ~Inside(quotes, ref carry);
                newline &= outside;
                found = Spread(found.ExtractMostSignificantBits() & outside);
            }

            newlines += BitOperations.PopCount(newline);
            count += WriteFound(scan.Positions + count, found, shift);
        }

        scan.Count = count;
        scan.Newlines = newlines;
        scan.AnyQuote = anyQuote != 0;
        scan.NonAscii = seen.ExtractMostSignificantBits() != 0;
        scan.InsideQuotes = carry != 0;
        scan.Scanned = Math.Min(offset, scan.Length);
    }

    /// <summary>64 bytes; those past the end are 0, which is no separator.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LoadValid(in SeparatorScan scan, int offset)
    {
        Vector512<byte> bytes = Vector512.Load(scan.Start + offset);
        int left = scan.Length - offset;
        return left >= SeparatorScan.Step ? bytes : bytes & Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)left));
    }

    /// <summary>Writes the numbers of the bytes found, added to <paramref name="first"/>; writes up to 15 entries too many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteFound(uint* positions, Vector512<byte> found, Vector512<uint> first)
    {
        Vector512<byte> numbers = PackedLanes.Of(found, Vector512<byte>.Indices);
        (Avx512F.ConvertToVector512UInt32(numbers.GetLower().GetLower()) + first).Store(positions);
        int count = BitOperations.PopCount(found.ExtractMostSignificantBits());
        if (count > 16)
        {
            (Avx512F.ConvertToVector512UInt32(numbers.GetLower().GetUpper()) + first).Store(positions + 16);
            if (count > 32)
            {
                (Avx512F.ConvertToVector512UInt32(numbers.GetUpper().GetLower()) + first).Store(positions + 32);
                (Avx512F.ConvertToVector512UInt32(numbers.GetUpper().GetUpper()) + first).Store(positions + 48);
            }
        }

        return count;
    }

    /// <summary>As <see cref="SeparatorScan.Inside"/>, by one carry-less multiplication with all ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Inside(ulong quotes, ref ulong carry)
    {
        if (!Pclmulqdq.IsSupported)
        {
            return SeparatorScan.Inside(quotes, ref carry);
        }

        ulong inside = Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), Vector128<ulong>.AllBitsSet, 0).ToScalar() ^ carry;
        carry = (ulong)((long)inside >> 63);
        return inside;
    }

    /// <summary>A byte for each bit: 255 where it is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Spread(ulong bits)
    {
        Vector512<byte> byteOfBit = Vector512.Create(
            0x0000000000000000, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303, 0x0404040404040404, 0x0505050505050505, 0x0606060606060606, 0x0707070707070707UL).AsByte();
        Vector512<byte> bitOfByte = Vector512.Create(0x8040201008040201UL).AsByte();
        Vector512<byte> own = Avx512BW.Shuffle(Vector512.Create(bits).AsByte(), byteOfBit) & bitOfByte;
        return Vector512.Equals(own, bitOfByte);
    }

    /// <summary>At each low nibble the separator that has it; elsewhere 255, which no byte below 128 equals, and bytes from 128 on look up 0.</summary>
    public static Vector512<byte> Table(byte delimiter)
    {
        Vector128<byte> table = Vector128.Create((byte)255).WithElement(NewlineNibble, (byte)'\n').WithElement(delimiter & 15, delimiter);
        return Vector512.Create(Vector256.Create(table, table), Vector256.Create(table, table));
    }
}
