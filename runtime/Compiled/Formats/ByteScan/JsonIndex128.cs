using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>The index of <see cref="JsonIndex"/> in vectors of 128 bits, 4 for each 64 bytes.</summary>
internal static unsafe class JsonIndex128
{
    /// <inheritdoc cref="JsonIndexScalar.Scan"/>
    public static int Scan(byte* block, int length, ushort* positions)
    {
        Vector128<byte> quote = Vector128.Create((byte)'"');
        Vector128<byte> newline = Vector128.Create((byte)'\n');
        Vector128<byte> backslash = Vector128.Create((byte)'\\');
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
    private static ulong Find(byte* chunk, Vector128<byte> value) =>
        Vector128.Equals(Vector128.Load(chunk), value).ExtractMostSignificantBits()
        | ((ulong)Vector128.Equals(Vector128.Load(chunk + 16), value).ExtractMostSignificantBits() << 16)
        | ((ulong)Vector128.Equals(Vector128.Load(chunk + 32), value).ExtractMostSignificantBits() << 32)
        | ((ulong)Vector128.Equals(Vector128.Load(chunk + 48), value).ExtractMostSignificantBits() << 48);
}
