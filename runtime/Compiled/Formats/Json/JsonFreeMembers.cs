using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>Goes over the members of an object in whatever order they come, by the index of quotes.</summary>
/// <remarks>
/// Which member it is, and whether its value is a text, comes at random where the order of members does: so nothing is chosen by a branch. What makes it proof: names,
/// colons, values and commas follow each other without a gap; a name and a text reach from their opening quote to the next one of the index, and any other value is a run of
/// <see cref="JsonBare"/>. An opening quote is never escaped, since what stands before it is a comma, a colon, a bracket or a space: so it is in the index too.
/// </remarks>
internal static unsafe class JsonFreeMembers
{
    /// <summary>Longest name that is compared with its closing quote as one vector.</summary>
    public const int LongestName = JsonNameTable.VectorBytes - 1;

    /// <summary>Reads members until the object ends.</summary>
    /// <param name="table">The needed ones.</param>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="row">How names and values are separated, and the next quote of the row, where the first name begins; gets what is found.</param>
    /// <returns>The position behind the object; 0 if something is to be looked at alone: then the row says where.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Read<TPlace>(JsonNameTable table, byte* block, ref JsonFreeRow row)
        where TPlace : struct, INamePlace
    {
        JsonBare.LoadNibbles(out Vector256<byte> lowNibbles, out Vector256<byte> highNibbles);
        JsonNameEntry* entries = table.Entries;
        ulong headFactor = table.HeadFactor;
        ulong tailFactor = table.TailFactor;
        int shift = table.Shift;
        byte* onesEnd = JsonNameTable.OnesEnd;
        JsonSeparator colon = row.Colon;
        JsonSeparator comma = row.Comma;
        ushort* quotes = row.Quotes;
        uint* places = row.Places;
        ulong seen = row.Seen;
        ulong texts = row.Texts;
        nuint needed = 0;

        while (true)
        {
            // Found by the index, not by where the value before ends, which takes longer to know; it is the same place.
            nint open = quotes[0];
            nint close = quotes[1];
            byte* name = block + open + 1;
            nint length = close - open - 1;
            if ((Unsafe.ReadUnaligned<uint>(block + close) & colon.Mask) != colon.Bytes || length > LongestName)
            {
                break;
            }

            // The closing quote is compared too, so that names of other lengths differ.
            Vector256<byte> bytes = Vector256.Load(name) & Vector256.Load(onesEnd - length - 1);
            JsonNameEntry* entry = entries + TPlace.Of(bytes, name, length, headFactor, tailFactor, shift);
            nuint isNeeded = bytes == entry->Start ? 1u : 0;

            // A text begins at the next quote; anything else is a run, while a quote is none.
            nint start = close + colon.Length;
            nuint isText = quotes[2] == start ? 1u : 0;
            int run = JsonBare.ShortRun(block + start, lowNibbles, highNibbles);
            nint end = start + run + ((quotes[3] - start) & -(nint)isText);
            if ((uint)(run - 1 + (int)isText) >= JsonBare.ShortBytes - 1 || block[start] == (byte)'\n' || Vector256.EqualsAny(bytes, Vector256.Create((byte)'\\')) || block[end] == (byte)'\n')
            {
                break;
            }

            ulong bit = entry->Bit & (ulong)-(nint)isNeeded;
            needed += isNeeded;
            seen |= bit;
            texts |= bit & (ulong)-(nint)isText;
            places[entry->Slot & -(nint)isNeeded] = (uint)(start + (nint)isText) | ((uint)end << 16);
            quotes += 2 + (2 * isText);
            end += (nint)isText;
            if ((Unsafe.ReadUnaligned<uint>(block + end) & comma.Mask) != comma.Bytes)
            {
                row.Quotes = quotes;
                row.Seen = seen;
                row.Texts = texts;
                row.Needed += (int)needed;
                row.StoppedAt = (int)end;
                row.IsBehindValue = true;
                return block[end] == (byte)'}' ? (int)end + 1 : 0;
            }
        }

        row.Quotes = quotes;
        row.Seen = seen;
        row.Texts = texts;
        row.Needed += (int)needed;
        row.StoppedAt = *quotes;
        row.IsBehindValue = false;
        return 0;
    }
}
