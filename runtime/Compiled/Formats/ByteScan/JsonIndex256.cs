using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>The index of <see cref="JsonIndex"/> in vectors of 256 bits, 2 for each 64 bytes.</summary>
internal static unsafe class JsonIndex256
{
    /// <inheritdoc cref="JsonIndexScalar.Scan"/>
    public static int Scan(byte* block, int length, ushort* positions)
    {
        Vector256<byte> quote = Vector256.Create((byte)'"');
        Vector256<byte> newline = Vector256.Create((byte)'\n');
        Vector256<byte> backslash = Vector256.Create((byte)'\\');
        ulong carry = 0;
        int count = 0;
        for (int i = 0; i < length; i += 64)
        {
            int left = length - i;
            ulong inside = left >= 64 ? ulong.MaxValue : (1UL << left) - 1;
            ulong newlines = Find(block + i, newline) & inside;
            ulong quotes = Find(block + i, quote) & inside;
            ulong backslashes = Find(block + i, backslash);
            if ((backslashes | carry) != 0)
            {
                quotes &= ~JsonIndexBits.Escaped(backslashes, ref carry);
            }

            count = JsonIndexBits.Append(quotes, newlines, i, positions, count);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Find(byte* chunk, Vector256<byte> value) =>
        Vector256.Equals(Vector256.Load(chunk), value).ExtractMostSignificantBits()
        | ((ulong)Vector256.Equals(Vector256.Load(chunk + 32), value).ExtractMostSignificantBits() << 32);
}
