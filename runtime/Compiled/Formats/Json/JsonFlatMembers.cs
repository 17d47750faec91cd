using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>Goes over the members of a flat object in whatever order they come, by its tokens: no member waits for the one before.</summary>
/// <remarks>
/// What makes it proof: a name is a text, since a quote stands behind the token before it, and reaches up to its colon, since a text ends before a token. A value reaches from the colon to the next
/// token; if there is a quote in it, it is one text for the same reasons, and else a run of <see cref="JsonBare"/>.
/// </remarks>
internal static unsafe class JsonFlatMembers
{
    // Of longer names the number of bytes to compare is no signed byte.
    private const int MostBytes = 126;

    private const ushort CommaAndQuote = ',' | ('"' << 8);
    private const ushort BraceAndQuote = '{' | ('"' << 8);

    /// <summary>Reads a row.</summary>
    /// <param name="table">The needed members.</param>
    /// <param name="slots">How many there are.</param>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="token">The row's tokens; gets its last brace.</param>
    /// <param name="row">Gets what is found.</param>
    /// <returns>The position behind the row's last brace; 0 if it is to be looked at otherwise.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Read<TPlace>(JsonNameTable table, int slots, byte* block, ref ushort* token, ref JsonFreeRow row)
        where TPlace : struct, INamePlace
    {
        JsonNameEntry* entries = table.Entries;
        ulong headFactor = table.HeadFactor;
        ulong tailFactor = table.TailFactor;
        int shift = table.Shift;
        uint* places = row.Places;
        ushort* at = token;
        nint needed = 0;
        nint longest = 0;
        nint shortest = 0;
        Vector256<byte> escapes = Vector256<byte>.Zero;
        nint before = *at;
        if (Unsafe.ReadUnaligned<ushort>(block + before) != BraceAndQuote)
        {
            return 0;
        }

        // By hand: a call would keep all of the loop's values in memory.
        for (int i = 0; i <= slots; i++)
        {
            places[i] = 0;
        }

        do
        {
            nint colon = at[1];

            // The closing quote is compared too, so that names of other lengths differ.
            byte* name = block + before + 2;
            nint length = colon - before - 3;
            Vector256<byte> bytes = Vector256.Load(name) & Vector256.GreaterThan(Vector256.Create((sbyte)(length + 1)), Vector256<sbyte>.Indices).AsByte();
            JsonNameEntry* entry = entries + TPlace.Of(bytes, name, length, headFactor, tailFactor, shift);
            longest |= length;
            escapes |= Vector256.Equals(bytes, Vector256.Create((byte)'\\'));
            nint isNeeded = bytes == entry->Start ? 1 : 0;
            needed += isNeeded;

            // From the colon to the next token: two positions as one number.
            places[entry->Slot & -isNeeded] = Unsafe.ReadUnaligned<uint>(at + 1) + 1;
            if (block[colon] != (byte)':')
            {
                return 0;
            }

            before = at[2];
            shortest |= before - colon - 2;
            at += 2;
        }
        while (Unsafe.ReadUnaligned<ushort>(block + before) == CommaAndQuote);

        row.Needed = (int)needed;
        if ((nuint)longest > MostBytes || shortest < 0 || escapes != Vector256<byte>.Zero || block[before] != (byte)'}')
        {
            return 0;
        }

        if (longest > JsonFreeMembers.LongestName && !ReadLong(table, block, token, at, ref row))
        {
            return 0;
        }

        token = at;

        SetKinds(slots, block, ref row);
        return (int)before + 1;
    }

    /// <summary>Looks for members with names that are longer than a vector.</summary>
    /// <returns>False if such a name has an escape.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ReadLong(JsonNameTable table, byte* block, ushort* token, ushort* end, ref JsonFreeRow row)
    {
        for (; token < end; token += 2)
        {
            var name = new ReadOnlySpan<byte>(block + token[0] + 2, token[1] - token[0] - 3);
            if (name.Length <= JsonFreeMembers.LongestName)
            {
                continue;
            }

            if (name.Contains((byte)'\\'))
            {
                return false;
            }

            int member = table.Find(name);
            if (member >= 0)
            {
                row.Needed++;
                row.Places[table.SlotOf(member) + 1] = Unsafe.ReadUnaligned<uint>(token + 1) + 1;
            }
        }

        return true;
    }

    /// <summary>Which needed members are there, and which of them are texts: their places are what lies between the quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetKinds(int slots, byte* block, ref JsonFreeRow row)
    {
        const uint withoutQuotes = unchecked(1u - (1u << 16));
        uint* places = row.Places + 1;
        ulong seen = 0;
        ulong texts = 0;
        for (int i = 0; i < slots; i++)
        {
            uint place = places[i];
            uint isSeen = place != 0 ? 1u : 0;
            uint isText = block[(ushort)place] == (byte)'"' ? isSeen : 0;
            places[i] = place + (withoutQuotes & (uint)-(int)isText);
            seen |= (ulong)isSeen << i;
            texts |= (ulong)isText << i;
        }

        row.Seen = seen;
        row.Texts = texts;
    }
}
