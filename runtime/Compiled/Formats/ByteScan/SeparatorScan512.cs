using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats.ByteScan;

/// <summary>
/// The scan for AVX-512 with VBMI2: a table lookup by low nibble finds both separators with one comparison, whose mask compresses the byte numbers 0 to 63 into positions.
/// </summary>
internal static unsafe class SeparatorScan512
{
    private const byte NewlineNibble = (byte)'\n' & 15;

    /// <summary>Whether the lookup can tell <paramref name="delimiter"/> from the line feed: their low nibbles differ, or they are the same. NUL is what is read past the end.</summary>
    public static bool Takes(byte delimiter) => delimiter == (byte)'\n' || (delimiter is > 0 and < 128 && (delimiter & 15) != NewlineNibble);

    public static void Run(ref SeparatorScan scan)
    {
        if (scan.Quotes)
        {
            RunQuoting(ref scan);
        }
        else
        {
            RunPlain(ref scan);
        }
    }

    private static void RunPlain(ref SeparatorScan scan)
    {
        Vector512<byte> table = Table(scan.Delimiter);
        Vector512<byte> newlineByte = Vector512.Create((byte)'\n');
        Vector512<byte> seen = Vector512<byte>.Zero;
        int newlines = 0;
        int count = 0;
        int offset = 0;
        for (; scan.GoesOn(offset, newlines, count); offset += SeparatorScan.Step)
        {
            Vector512<byte> bytes = LoadValid(in scan, offset);
            seen |= bytes;
            Vector512<byte> found = Vector512.Equals(bytes, Avx512BW.Shuffle(table, bytes));
            newlines += BitOperations.PopCount(Vector512.Equals(bytes, newlineByte).ExtractMostSignificantBits());
            count += WriteFound(scan.Positions + count, found, (uint)offset + 1);
        }

        scan.Count = count;
        scan.Newlines = newlines;
        scan.NonAscii = seen.ExtractMostSignificantBits() != 0;
        scan.Scanned = Math.Min(offset, scan.Length);
    }

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
            if ((quotes | carry) == 0)
            {
                newlines += BitOperations.PopCount(newline);
                count += WriteFound(scan.Positions + count, found, (uint)offset + 1);
            }
            else
            {
                anyQuote |= quotes;
                ulong outside = ~SeparatorScan.Inside(quotes, ref carry);
                newlines += BitOperations.PopCount(newline & outside);
                count += SeparatorScan.WriteBits(scan.Positions + count, found.ExtractMostSignificantBits() & outside, (uint)offset + 1);
            }
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
    private static Vector512<byte> LoadValid(in SeparatorScan scan, int offset)
    {
        Vector512<byte> bytes = Vector512.Load(scan.Start + offset);
        int left = scan.Length - offset;
        return left >= SeparatorScan.Step ? bytes : bytes & Vector512.LessThan(Iota, Vector512.Create((byte)left));
    }

    private static Vector512<byte> Iota => Vector512<byte>.Indices;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteFound(uint* positions, Vector512<byte> found, uint first)
    {
        Vector512<byte> numbers = Avx512Vbmi2.Compress(Vector512<byte>.Zero, found, Iota);
        Vector512<uint> shift = Vector512.Create(first);
        (Avx512F.ConvertToVector512UInt32(numbers.GetLower().GetLower()) + shift).Store(positions);
        int count = BitOperations.PopCount(found.ExtractMostSignificantBits());
        if (count > 16)
        {
            (Avx512F.ConvertToVector512UInt32(numbers.GetLower().GetUpper()) + shift).Store(positions + 16);
            if (count > 32)
            {
                (Avx512F.ConvertToVector512UInt32(numbers.GetUpper().GetLower()) + shift).Store(positions + 32);
                (Avx512F.ConvertToVector512UInt32(numbers.GetUpper().GetUpper()) + shift).Store(positions + 48);
            }
        }

        return count;
    }

    /// <summary>At each low nibble the separator that has it; elsewhere 255, which no byte below 128 equals, and bytes from 128 on look up 0.</summary>
    private static Vector512<byte> Table(byte delimiter)
    {
        Vector128<byte> table = Vector128.Create((byte)255).WithElement(NewlineNibble, (byte)'\n').WithElement(delimiter & 15, delimiter);
        return Vector512.Create(Vector256.Create(table, table), Vector256.Create(table, table));
    }
}
