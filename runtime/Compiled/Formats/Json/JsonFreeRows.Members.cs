using System.Runtime.CompilerServices;

namespace Compiled.Formats;

// The members of one row: nearly all by JsonFreeMembers, others alone.
internal sealed unsafe partial class JsonFreeRows
{
    private const ushort BraceAndQuote = '{' | ('"' << 8);
    private const ushort QuoteAndColon = '"' | (':' << 8);

    /// <summary>The position behind the object that begins here; 0 if it cannot be read so.</summary>
    private int Object(JsonNameTable table, int at, ref JsonFreeRow row)
    {
        if (Unsafe.ReadUnaligned<ushort>(_block + at) != BraceAndQuote)
        {
            return 0;
        }

        while (true)
        {
            int after = table.IsByHead ? JsonFreeMembers.Read<NamePlaceByHead>(table, _block, ref row) : JsonFreeMembers.Read<NamePlaceByEnds>(table, _block, ref row);
            if (after > 0)
            {
                return after;
            }

            after = row.IsBehindValue ? row.StoppedAt : Member(table, row.StoppedAt, ref row);
            if (after == 0 || _block[after] != (byte)',')
            {
                return after > 0 && _block[after] == (byte)'}' ? after + 1 : 0;
            }

            at = after + 1;
            at += _block[at] == (byte)' ' ? 1 : 0;
            if (_block[at] != (byte)'"')
            {
                return 0;
            }

            row.Comma = at == after + 1 ? JsonSeparator.Comma : JsonSeparator.CommaAndSpace;
        }
    }

    /// <summary>A member with a long name, one that holds an object or array or a long value, or one that is separated in another way than those before.</summary>
    /// <returns>The position behind its value; 0 if it cannot be read so.</returns>
    private int Member(JsonNameTable table, int at, ref JsonFreeRow row)
    {
        byte* name = _block + at + 1;
        int close = row.Quotes[1];
        int length = close - at - 1;
        if (Unsafe.ReadUnaligned<ushort>(_block + close) != QuoteAndColon || new ReadOnlySpan<byte>(name, length).Contains((byte)'\\'))
        {
            return 0;
        }

        int member = table.Find(new ReadOnlySpan<byte>(name, length));
        int start = close + 2;
        start += _block[start] == (byte)' ' ? 1 : 0;
        row.Colon = start == close + 2 ? JsonSeparator.Colon : JsonSeparator.ColonAndSpace;
        row.Quotes += 2;
        bool isContainer = _block[start] is (byte)'{' or (byte)'[';
        ulong bit = 0;
        if (member >= 0)
        {
            bit = 1UL << table.SlotOf(member);
            row.Seen |= bit;
            row.Needed++;
            if (isContainer)
            {
                row.Texts |= bit;
                row.Records |= bit;
                return table.Children[member] is { } children ? Object(children, start, ref row) : 0;
            }
        }

        int after = Value(start);
        if (after == 0)
        {
            return 0;
        }

        int isText = _block[start] == (byte)'"' ? 1 : 0;
        row.Texts |= isText == 0 ? 0 : bit;
        row.Places[member < 0 ? 0 : table.SlotOf(member) + 1] = (uint)(start + isText) | ((uint)(after - isText) << 16);
        return PassQuotes(after, ref row) ? after : 0;
    }

    /// <summary>The position behind a value; 0 if there is none.</summary>
    private int Value(int start)
    {
        byte* after = JsonSkip.Value(_block + start, _block + _end);
        return after == null ? 0 : (int)(after - _block);
    }

    /// <summary>Goes over quotes within a value; false if there is a newline among them.</summary>
    private bool PassQuotes(int after, ref JsonFreeRow row)
    {
        for (; row.Quotes < _quotesEnd && *row.Quotes < after; row.Quotes++)
        {
            if (_block[*row.Quotes] == (byte)'\n')
            {
                return false;
            }
        }

        return true;
    }
}
