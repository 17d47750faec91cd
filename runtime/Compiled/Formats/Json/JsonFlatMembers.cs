using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>Goes over the members of an object in whatever order they come, by its tokens: no member waits for the one before.</summary>
/// <remarks>
/// What makes it proof: a name is a text, since a quote stands behind the token before it, and reaches up to its colon, since a text ends before a token. A value reaches from the colon to the next
/// token; if there is a quote in it, it is one text for the same reasons, and else a run of <see cref="JsonBare"/>. Where a token stands right behind the colon, <see cref="JsonSkip"/> looks at the value.
/// </remarks>
internal static unsafe class JsonFlatMembers
{
    // Of longer names the number of bytes to compare is no signed byte.
    private const int MostBytes = 126;

    private const ushort CommaAndQuote = ',' | ('"' << 8);
    private const ushort BraceAndQuote = '{' | ('"' << 8);
    private const ushort BraceAndNewline = '}' | ('\n' << 8);

    /// <summary>Reads a row.</summary>
    /// <param name="table">The needed members.</param>
    /// <param name="slots">How many there are.</param>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="token">The row's tokens; gets its last brace.</param>
    /// <param name="tokensEnd">Where the tokens of the block end.</param>
    /// <param name="end">Where its last whole row ends, without its newline.</param>
    /// <param name="row">Gets what is found.</param>
    /// <returns>The position behind the row's last brace; 0 if it is to be looked at otherwise.</returns>
    public static int ReadRow(JsonNameTable table, int slots, byte* block, ref ushort* token, ushort* tokensEnd, int end, ref JsonFreeRow row)
    {
        ushort* next = token;
        if (Unsafe.ReadUnaligned<ushort>(block + *next) != BraceAndQuote)
        {
            return 0;
        }

        ClearPlaces(row.Places, slots);
        row.IsPlain = true;
        do
        {
            if (!(table.IsByHead ? Read<NamePlaceByHead>(table, block, ref next, ref row) : Read<NamePlaceByEnds>(table, block, ref next, ref row)))
            {
                return 0;
            }

            if (block[*next] != (byte)'}' && !PassContainer(table, block, next == token ? BraceAndQuote : CommaAndQuote, ref next, tokensEnd, end, ref row))
            {
                return 0;
            }
        }
        while (Unsafe.ReadUnaligned<ushort>(block + *next) == CommaAndQuote);

        if (block[*next] != (byte)'}')
        {
            return 0;
        }

        token = next;
        SetKinds(slots, block, ref row);
        return *next + 1;
    }

    /// <summary>
    /// Reads rows as long as no value is an object or array, and the same needed members are there, of the same kinds. The first row that has others is read too, but not taken.
    /// </summary>
    /// <param name="table">The needed members.</param>
    /// <param name="slots">How many there are.</param>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="token">The first row's first token; gets that of the first row not read.</param>
    /// <param name="end">Where the block's whole rows end.</param>
    /// <param name="limit">Most rows to take.</param>
    /// <param name="row">What the row before was like, and where places of the first row go; gets what the last one is like that was read, and its newline as <see cref="JsonFreeRow.StoppedAt"/>: as before if all were taken.</param>
    /// <param name="newlines">Gets the positions of the newlines of rows taken.</param>
    /// <returns>Number of rows taken.</returns>
    public static int ReadAlike(JsonNameTable table, int slots, byte* block, ref ushort* token, int end, int limit, ref JsonFreeRow row, ushort* newlines) => table.IsByHead
        ? ReadAlike<NamePlaceByHead>(table, slots, block, ref token, end, limit, ref row, newlines)
        : ReadAlike<NamePlaceByEnds>(table, slots, block, ref token, end, limit, ref row, newlines);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int ReadAlike<TPlace>(JsonNameTable table, int slots, byte* block, ref ushort* token, int end, int limit, ref JsonFreeRow row, ushort* newlines)
        where TPlace : struct, INamePlace
    {
        ulong seen = row.Seen;
        ulong texts = row.Texts;
        int needed = row.Needed;
        ushort* at = token;
        nint start = *at;
        int rows = 0;
        while (rows < limit && *at == start && Unsafe.ReadUnaligned<ushort>(block + start) == BraceAndQuote)
        {
            ClearPlaces(row.Places, slots);
            ushort* last = at;
            nint found = 0;
            nint after = !Read<TPlace>(table, block, row.Places, ref last, ref found, out nint longest) || longest > JsonFreeMembers.LongestName ? 0 : *last + 1;
            if (after == 0 || after >= end || Unsafe.ReadUnaligned<ushort>(block + after - 1) != BraceAndNewline)
            {
                break;
            }

            SetKinds(slots, block, ref row);
            at = last + 2;
            start = after + 1;
            if (row.Seen != seen || row.Texts != texts || found != needed)
            {
                row.Needed = (int)found;
                row.StoppedAt = (int)after;
                break;
            }

            newlines[rows++] = (ushort)after;
            row.Places += slots + 1;
        }

        token = at;
        return rows;
    }

    /// <summary>Empties the places of a row, in whole vectors: up to 60 bytes more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ClearPlaces(uint* places, int slots)
    {
        for (int i = 0; i <= slots; i += Vector512<uint>.Count)
        {
            Vector512.Store(Vector512<uint>.Zero, places + i);
        }
    }

    /// <summary>Reads members up to the end of the row, or the first one whose value is an object or array.</summary>
    /// <param name="table">The needed members.</param>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="token">The token before the first member; gets the one before that member, or the one behind the last value.</param>
    /// <param name="row">Gets what is found.</param>
    /// <returns>Whether their names could be compared.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool Read<TPlace>(JsonNameTable table, byte* block, ref ushort* token, ref JsonFreeRow row)
        where TPlace : struct, INamePlace
    {
        ushort* at = token;
        nint needed = 0;
        bool isRead = Read<TPlace>(table, block, row.Places, ref at, ref needed, out nint longest);
        ushort* first = token;
        token = at;
        row.Needed += (int)needed;
        if (longest <= JsonFreeMembers.LongestName)
        {
            return isRead;
        }

        row.IsPlain = false;
        return isRead && ReadLong(table, block, first, at, ref row);
    }

    /// <summary>The same in the loop of a caller, but for names that are longer than a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Read<TPlace>(JsonNameTable table, byte* block, uint* places, ref ushort* token, ref nint needed, out nint longest)
        where TPlace : struct, INamePlace
    {
        JsonNameEntry* entries = table.Entries;
        ulong headFactor = table.HeadFactor;
        ulong tailFactor = table.TailFactor;
        int shift = table.Shift;
        ushort* at = token;
        nint count = 0;
        nint lengths = 0;
        bool isRead;
        Vector256<byte> escapes = Vector256<byte>.Zero;
        nint before = *at;
        do
        {
            nint colon = at[1];
            nint after = at[2];

            // The closing quote is compared too, so that names of other lengths differ.
            byte* name = block + before + 2;
            nint length = colon - before - 3;
            Vector256<byte> bytes = Vector256.Load(name) & Vector256.GreaterThan(Vector256.Create((sbyte)(length + 1)), Vector256<sbyte>.Indices).AsByte();
            JsonNameEntry* entry = entries + TPlace.Of(bytes, name, length, headFactor, tailFactor, shift);
            lengths |= length;
            escapes |= Vector256.Equals(bytes, Vector256.Create((byte)'\\'));
            isRead = block[colon] == (byte)':';
            if (!isRead || after == colon + 1)
            {
                break;
            }

            // From the colon to the next token: two positions as one number.
            nint isNeeded = bytes == entry->Start ? 1 : 0;
            count += isNeeded;
            places[entry->Slot & -isNeeded] = Unsafe.ReadUnaligned<uint>(at + 1) + 1;
            before = after;
            at += 2;
        }
        while (Unsafe.ReadUnaligned<ushort>(block + before) == CommaAndQuote);

        token = at;
        needed = count;
        longest = lengths;
        return isRead && (nuint)lengths <= MostBytes && escapes == Vector256<byte>.Zero;
    }

    /// <summary>Goes over a member that nobody reads and whose value is an object or array.</summary>
    /// <param name="before">What must stand before its name.</param>
    /// <param name="token">The token before the member; gets the one behind it.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool PassContainer(JsonNameTable table, byte* block, ushort before, ref ushort* token, ushort* tokensEnd, int end, ref JsonFreeRow row)
    {
        bool isName = Unsafe.ReadUnaligned<ushort>(block + token[0]) == before && block[token[1]] == (byte)':' && token[1] >= token[0] + 3;
        if (!isName || token[2] != token[1] + 1 || block[token[2]] is not ((byte)'{' or (byte)'['))
        {
            return false;
        }

        row.IsPlain = false;
        var name = new ReadOnlySpan<byte>(block + token[0] + 2, token[1] - token[0] - 3);
        byte* after = JsonSkip.Value(block + token[1] + 1, block + end);
        if (after == null || name.Contains((byte)'\\') || table.Find(name) >= 0)
        {
            return false;
        }

        for (token += 2; token < tokensEnd && block + *token < after; token++)
        {
            if (block[*token] == (byte)'\n')
            {
                return false;
            }
        }

        return token < tokensEnd && block + *token == after;
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
