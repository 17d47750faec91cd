using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>Tells where the tokens of a block are (see <see cref="JsonTokens"/>), 64 bytes at a time, by a bit for each byte.</summary>
internal static unsafe class JsonTokens512
{
    /// <summary>Whether this machine can run it.</summary>
    public static bool IsSupported => Avx512Vbmi2.IsSupported && Pclmulqdq.IsSupported;

    /// <summary>Finds tokens.</summary>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="start">Where a row begins.</param>
    /// <param name="end">Where rows end; 64 bytes after it are readable.</param>
    /// <param name="tokens">Gets the positions of tokens; room for one a byte and 64 more.</param>
    /// <returns>Their number; some may lie behind the end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Find(byte* block, int start, int end, ushort* tokens)
    {
        JsonBare.LoadNibbles(out Vector512<byte> lowNibbles, out Vector512<byte> highNibbles);
        Vector512<byte> numbers = Vector512<byte>.Indices;
        Vector512<ushort> from = Vector512.Create((ushort)start);
        Vector512<ushort> step = Vector512.Create((ushort)64);
        ushort* next = tokens;
        ulong escapes = 0;
        ulong inText = 0;
        ulong wasToken = 1;
        ulong wasClosing = 0;
        byte* last = block + end;
        for (byte* at = block + start; at < last; at += 64)
        {
            Vector512<byte> bytes = Vector512.Load(at);
            ulong backslashes = Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits();
            ulong quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits();
            if ((backslashes | escapes) != 0)
            {
                quotes &= ~JsonIndexBits.Escaped(backslashes, ref escapes);
            }

            // From a text's opening quote on up to its closing quote, the number of quotes so far is odd.
            ulong inside = Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(quotes), Vector128<ulong>.AllBitsSet, 0).ToScalar() ^ inText;
            inText = (ulong)((long)inside >> 63);
            ulong newlines = Vector512.Equals(bytes, Vector512.Create((byte)'\n')).ExtractMostSignificantBits();
            ulong found = (JsonBare.Others512(bytes, lowNibbles, highNibbles) & ~(inside | quotes)) | newlines;

            // A text begins behind a token and ends before one; else a token is put where nobody expects one.
            ulong closing = quotes & ~inside;
            ulong behindToken = (found << 1) | wasToken;
            ulong behindText = (closing << 1) | wasClosing;
            wasToken = found >> 63;
            wasClosing = closing >> 63;
            found |= (quotes & inside & ~behindToken) | (behindText & ~found);
            Vector512<byte> packed = PackedLanes.Of(JsonIndex512.Expand(found), numbers);
            (Avx512BW.ConvertToVector512UInt16(packed.GetLower()) + from).Store(next);
            int count = BitOperations.PopCount(found);
            if (count > 32)
            {
                (Avx512BW.ConvertToVector512UInt16(packed.GetUpper()) + from).Store(next + 32);
            }

            from += step;
            next += count;
        }

        return (int)(next - tokens);
    }
}
