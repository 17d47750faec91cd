using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Passes over values that nobody reads, by structure: strings end at their quote, brackets match, a value without either is a run of <see cref="JsonBare"/>. What else
/// stands between brackets is not looked at.
/// </summary>
internal static unsafe class JsonSkip
{
    /// <summary>Brackets that may be open at once in a skipped value: a bit each.</summary>
    public const int MaxDepth = 64;

    /// <summary>The byte after the value at <paramref name="p"/>, or null if there is none or it does not end before <paramref name="end"/>.</summary>
    /// <param name="depth">Skipped brackets that are open around it.</param>
    public static byte* Value(byte* p, byte* end, int depth = 0)
    {
        if (p >= end)
        {
            return null;
        }

        if (Avx2.IsSupported)
        {
            byte* after = Short(p);
            if (after != null && after <= end)
            {
                return after;
            }
        }

        switch (*p)
        {
            case (byte)'"':
                byte* quote = JsonText.FindQuote(p + 1, end, out _);
                return quote == null ? null : quote + 1;
            case (byte)'{':
            case (byte)'[':
                byte* close = depth < MaxDepth ? Flat(p) : null;
                return close != null && close < end ? close + 1 : Brackets(p, end, depth);
            default:
                int length = JsonBare.Run(p, end);
                return length == 0 ? null : p + length;
        }
    }

    /// <summary>
    /// The byte after a text without escapes or a value without quotes, if that is within 32 bytes: which of them it is comes at random where the order of members does,
    /// so both ends are looked for, and none of them is chosen by a branch.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Short(byte* p)
    {
        Vector256<byte> bytes = Vector256.Load(p);
        uint quotes = Vector256.Equals(bytes, Vector256.Create((byte)'"')).ExtractMostSignificantBits();
        uint backslashes = Vector256.Equals(bytes, Vector256.Create((byte)'\\')).ExtractMostSignificantBits();
        uint isText = quotes & 1;
        uint stops = (((quotes | backslashes) & ~1u) & (0u - isText)) | (JsonBare.Others256(bytes) & (isText - 1));
        int length = BitOperations.TrailingZeroCount(stops);
        bool isPlain = stops != 0 && length > 0 && ((backslashes >> length) & 1) == 0;
        return isPlain ? p + length + isText : null;
    }

    /// <summary>
    /// The bracket that closes the one at <paramref name="p"/>, if it is within 64 bytes, no other bracket is opened before it and nothing is escaped. What a value holds comes
    /// at random: nothing here is chosen by a branch.
    /// </summary>
    private static byte* Flat(byte* p)
    {
        ulong quotes = Bits(p, (byte)'"', 0);
        ulong strings = quotes ^ (quotes << 1);
        strings ^= strings << 2;
        strings ^= strings << 4;
        strings ^= strings << 8;
        strings ^= strings << 16;
        strings ^= strings << 32;

        // { and [ differ in one bit, and so do } and ].
        ulong opened = Bits(p, (byte)'{', 0x20) & ~strings & ~1UL;
        ulong closed = Bits(p, (byte)'}', 0x20) & ~strings;
        ulong before = (closed & (0 - closed)) - 1;
        byte* close = p + BitOperations.TrailingZeroCount(closed);
        bool isFlat = closed != 0 && ((opened | Bits(p, (byte)'\\', 0)) & before) == 0 && *close == *p + ('}' - '{');
        return isFlat ? close : null;
    }

    /// <summary>Which of the 64 bytes are <paramref name="value"/>, when the bits of <paramref name="same"/> are set in them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(byte* p, byte value, byte same)
    {
        Vector256<byte> low = Vector256.Load(p) | Vector256.Create(same);
        Vector256<byte> high = Vector256.Load(p + 32) | Vector256.Create(same);
        return Vector256.Equals(low, Vector256.Create(value)).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, Vector256.Create(value)).ExtractMostSignificantBits() << 32);
    }

    private static byte* Brackets(byte* p, byte* end, int outer)
    {
        ulong arrays = 0;
        int depth = outer;
        while (p < end)
        {
            uint stops = Stops(p);
            if (stops == 0)
            {
                p += 32;
                continue;
            }

            p += BitOperations.TrailingZeroCount(stops);
            if (p >= end)
            {
                return null;
            }

            if (*p == (byte)'"')
            {
                p = JsonText.FindQuote(p + 1, end, out _);
                if (p == null)
                {
                    return null;
                }
            }
            else
            {
                bool isArray = (*p & 0x20) == 0;
                if ((*p & 0x06) == 0x02)
                {
                    if (depth == MaxDepth)
                    {
                        return null;
                    }

                    arrays = (arrays << 1) | (isArray ? 1u : 0);
                    depth++;
                }
                else
                {
                    if ((arrays & 1) != (isArray ? 1u : 0))
                    {
                        return null;
                    }

                    arrays >>= 1;
                    if (--depth == outer)
                    {
                        return p + 1;
                    }
                }
            }

            p++;
        }

        return null;
    }

    /// <summary>Which of the 32 bytes are quotes or brackets.</summary>
    private static uint Stops(byte* p)
    {
        Vector256<byte> bytes = Vector256.Load(p);

        // [ ] and { } differ in one bit.
        Vector256<byte> curly = bytes | Vector256.Create((byte)0x20);
        return (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(curly, Vector256.Create((byte)'{')) | Vector256.Equals(curly, Vector256.Create((byte)'}')))
            .ExtractMostSignificantBits();
    }
}
