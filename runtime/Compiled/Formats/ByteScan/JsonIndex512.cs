using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>The index of <see cref="JsonIndex"/>, 64 bytes at a time; positions are made by one compression of the byte numbers.</summary>
internal static unsafe class JsonIndex512
{
    /// <summary>Whether this machine can run it.</summary>
    public static bool IsSupported => Avx512Vbmi2.IsSupported;

    /// <inheritdoc cref="JsonIndexScalar.Scan"/>
    public static int Scan(byte* block, int length, ushort* positions, ushort* rowEnds, out int rows)
    {
        Vector512<byte> quote = Vector512.Create((byte)'"');
        Vector512<byte> newline = Vector512.Create((byte)'\n');
        Vector512<byte> backslash = Vector512.Create((byte)'\\');
        Vector512<byte> numbers = Vector512<byte>.Indices;
        Vector512<ushort> start = Vector512<ushort>.Zero;
        ulong carry = 0;
        int count = 0;
        int rowCount = 0;
        int full = length & ~63;
        for (int i = 0; i < full; i += 64)
        {
            Vector512<byte> bytes = Vector512.Load(block + i);
            Vector512<byte> newlines = Vector512.Equals(bytes, newline);
            Vector512<byte> found = Vector512.Equals(bytes, quote) | newlines;
            ulong newlineBits = newlines.ExtractMostSignificantBits();
            ulong backslashes = Vector512.Equals(bytes, backslash).ExtractMostSignificantBits();
            if ((backslashes | carry) != 0)
            {
                ulong escaped = JsonIndexBits.Escaped(backslashes, ref carry);
                ulong bits = (found.ExtractMostSignificantBits() & ~escaped) | newlineBits;
                count = JsonIndexBits.Append(bits, newlineBits, i, positions, count, rowEnds, ref rowCount);
            }
            else
            {
                ulong bits = found.ExtractMostSignificantBits();
                rowCount = JsonIndexBits.AppendRows(bits, newlineBits, count, rowEnds, rowCount);
                Vector512<byte> packed = Avx512Vbmi2.Compress(Vector512<byte>.Zero, found, numbers);
                (Avx512BW.ConvertToVector512UInt16(packed.GetLower()) + start).Store(positions + count);
                int n = BitOperations.PopCount(bits);
                if (n > 32)
                {
                    (Avx512BW.ConvertToVector512UInt16(packed.GetUpper()) + start).Store(positions + count + 32);
                }

                count += n;
            }

            start += Vector512.Create((ushort)64);
        }

        if (full != length)
        {
            Vector512<byte> bytes = Vector512.Load(block + full);
            ulong inside = (1UL << (length - full)) - 1;
            ulong newlineBits = Vector512.Equals(bytes, newline).ExtractMostSignificantBits() & inside;
            ulong escaped = JsonIndexBits.Escaped(Vector512.Equals(bytes, backslash).ExtractMostSignificantBits(), ref carry);
            ulong bits = (Vector512.Equals(bytes, quote).ExtractMostSignificantBits() & inside & ~escaped) | newlineBits;
            count = JsonIndexBits.Append(bits, newlineBits, full, positions, count, rowEnds, ref rowCount);
        }

        rows = rowCount;
        return count;
    }
}
