using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>
/// Rows whose members come in any order: what a layout cannot foresee. Each name is looked up (<see cref="JsonNameTable"/>), and a row is handed out as one of a shape
/// would be, with the places of its needed values, so all that comes after is the same.
/// </summary>
/// <remarks>
/// A row is told if it is JSON as far as <see cref="JsonCursor"/> looks, no needed member comes twice, and each of them is there, missing, a text or something else
/// as it was in rows that the cursor has accepted. Anything else is left to the cursor.
/// </remarks>
internal sealed unsafe class JsonFreeRows
{
    /// <summary>Most slots: bits of a word.</summary>
    private const int MaxSlots = 64;

    private const ushort BraceAndQuote = '{' | ('"' << 8);
    private const ushort QuoteAndColon = '"' | (':' << 8);

    private readonly JsonNameTable _root;
    private readonly JsonBuffer<JsonSlot> _slots = new();
    private readonly List<Record> _records = [];
    private readonly ulong _all;
    private readonly ulong _recordBits;

    /// <summary>What slots have been in rows that were accepted.</summary>
    private ulong _mayMiss;
    private ulong _mayBeText;
    private ulong _mayBeOther;

    /// <summary>What the slots were made for.</summary>
    private ulong _slotsSeen;
    private ulong _slotsTexts;

    private bool _hasAccepted;

    /// <summary>How parts of rows were separated last.</summary>
    private JsonSeparator _colon = JsonSeparator.Colon;
    private JsonSeparator _comma = JsonSeparator.Comma;

    private byte* _block;
    private ushort* _quotesEnd;

    private JsonFreeRows(JsonNameTable root, JsonMembers members)
    {
        _root = root;
        SlotCount = members.Slots;
        for (int i = 0; i < SlotCount; i++)
        {
            _slots.Add(default);
            _all |= 1UL << i;
        }

        AddRecords(members, 0);
        foreach (Record record in _records)
        {
            _recordBits |= record.Own;
        }
    }

    /// <summary>Slots of a row.</summary>
    private int SlotCount { get; }

    /// <summary>Places of a row: one for values that nobody reads, then those of slots.</summary>
    public int PlaceCount => SlotCount + 1;

    /// <summary>What the slots of the rows taken last are.</summary>
    public JsonSlot* Slots => _slots.Pointer;

    /// <summary>Quotes in each of the rows taken last.</summary>
    public int Quotes { get; private set; }

    /// <summary>Makes what reads rows with these members; null if they are too many, or lists are needed.</summary>
    public static JsonFreeRows? TryMake(JsonMembers members) =>
        members.Slots <= MaxSlots && JsonNameTable.TryMake(members, 0) is { } root ? new JsonFreeRows(root, members) : null;

    /// <summary>Notes what a row is like that the cursor has accepted.</summary>
    /// <inheritdoc cref="Match"/>
    public void Accept(byte* block, int row, ushort* quotes, ushort* quotesEnd, uint* places)
    {
        _block = block;
        _quotesEnd = quotesEnd;
        JsonFreeRow found = Begin(quotes, places);
        if (Object(_root, row, ref found) > 0 && IsConsistent(in found))
        {
            _hasAccepted = true;
            _mayMiss |= Expected(found.Records) & ~found.Seen;
            _mayBeText |= found.Texts;
            _mayBeOther |= found.Seen & ~found.Texts;
        }
    }

    /// <summary>Takes rows as long as they have the same members of the same kinds, and as many quotes.</summary>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="row">Position of the first row.</param>
    /// <param name="end">Where the block's whole rows end.</param>
    /// <param name="quotes">Positions of the first row's quotes and of all that follows.</param>
    /// <param name="quotesEnd">Where the block's positions end.</param>
    /// <param name="limit">Most rows to take.</param>
    /// <param name="places">Gets the places of the rows taken.</param>
    /// <returns>Number of rows taken.</returns>
    public int Match(byte* block, int row, int end, ushort* quotes, ushort* quotesEnd, int limit, uint* places)
    {
        _block = block;
        _quotesEnd = quotesEnd;
        int rows = 0;
        ulong seen = 0;
        ulong texts = 0;
        while (rows < limit && row < end)
        {
            JsonFreeRow found = Begin(quotes, places);
            int after = Object(_root, row, ref found);
            after += after > 0 && block[after] == (byte)'\r' ? 1 : 0;
            if (after == 0 || found.Quotes >= quotesEnd || *found.Quotes != after || (block[after] != (byte)'\n' && after != end - 1))
            {
                break;
            }

            int count = (int)(found.Quotes - quotes);
            if (rows == 0)
            {
                if (!IsConsistent(in found) || !IsAccepted(in found))
                {
                    break;
                }

                (seen, texts, Quotes) = (found.Seen, found.Texts, count);
                SetSlots(in found);
            }
            else if (found.Seen != seen || found.Texts != texts || count != Quotes || !IsConsistent(in found))
            {
                break;
            }

            quotes = found.Quotes + 1;
            row = after + 1;
            places += PlaceCount;
            rows++;
        }

        return rows;
    }

    private JsonFreeRow Begin(ushort* quotes, uint* places) => new() { Quotes = quotes, Places = places, Colon = _colon, Comma = _comma };

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

            row.Comma = _comma = at == after + 1 ? JsonSeparator.Comma : JsonSeparator.CommaAndSpace;
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

        int member = table.Find(name, length);
        int start = close + 2;
        start += _block[start] == (byte)' ' ? 1 : 0;
        row.Colon = _colon = start == close + 2 ? JsonSeparator.Colon : JsonSeparator.ColonAndSpace;
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

        int after = Value(start, row.Quotes);
        if (after == 0)
        {
            return 0;
        }

        int isText = _block[start] == (byte)'"' ? 1 : 0;
        row.Texts |= isText == 0 ? 0 : bit;
        row.Places[member < 0 ? 0 : table.SlotOf(member) + 1] = (uint)(start + isText) | ((uint)(after - isText) << 16);
        while (row.Quotes < _quotesEnd && *row.Quotes < after)
        {
            row.Quotes++;
        }

        return after;
    }

    /// <summary>The position behind a value; 0 if there is none that ends in this row.</summary>
    private int Value(int start, ushort* quotes)
    {
        while (quotes < _quotesEnd - 1 && _block[*quotes] != (byte)'\n')
        {
            quotes++;
        }

        byte* after = JsonSkip.Value(_block + start, _block + *quotes);
        return after == null ? 0 : (int)(after - _block);
    }

    /// <summary>Whether no needed member came twice, and records are objects or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsConsistent(in JsonFreeRow row) => row.Needed == BitOperations.PopCount(row.Seen) && (_recordBits == 0 || AreRecords(in row));

    private bool AreRecords(in JsonFreeRow row)
    {
        for (ulong others = row.Seen & _recordBits & ~row.Records; others != 0; others &= others - 1)
        {
            uint place = row.Places[BitOperations.TrailingZeroCount(others) + 1];
            if ((place >> 16) - (ushort)place != 4 || Unsafe.ReadUnaligned<uint>(_block + (ushort)place) != JsonFields.NullText)
            {
                return false;
            }
        }

        return (row.Texts & _recordBits) == row.Records;
    }

    private bool IsAccepted(in JsonFreeRow row) =>
        _hasAccepted && ((Expected(row.Records) & ~row.Seen & ~_mayMiss) | (row.Texts & ~_mayBeText) | (row.Seen & ~row.Texts & ~_mayBeOther)) == 0;

    /// <summary>Slots that a row with these records may have a value in: none below a record that is missing or null.</summary>
    private ulong Expected(ulong records)
    {
        ulong expected = _all;
        foreach (Record record in _records)
        {
            expected &= (records & record.Own) != 0 ? ulong.MaxValue : ~record.Below;
        }

        return expected;
    }

    private void SetSlots(in JsonFreeRow row)
    {
        if (_slotsSeen == row.Seen && _slotsTexts == row.Texts)
        {
            return;
        }

        (_slotsSeen, _slotsTexts) = (row.Seen, row.Texts);
        for (int i = 0; i < SlotCount; i++)
        {
            ulong bit = 1UL << i;
            bool isText = (row.Texts & bit) != 0;
            Slots[i].Kind = (row.Seen & bit) == 0 ? JsonSlotKind.Missing
                : (_recordBits & bit) != 0 ? isText ? JsonSlotKind.Present : JsonSlotKind.Null
                : isText ? JsonSlotKind.Text : JsonSlotKind.Bare;
        }
    }

    private void AddRecords(JsonMembers members, int firstSlot)
    {
        for (int i = 0; i < members.Count; i++)
        {
            if (members[i].Kind != JsonMemberKind.Record)
            {
                continue;
            }

            int slot = firstSlot + members.SlotOf(i);
            JsonMembers children = members[i].Children!;
            _records.Add(new Record { Own = 1UL << slot, Below = ((1UL << children.Slots) - 1) << slot << 1 });
            AddRecords(children, slot + 1);
        }
    }

    /// <summary>A needed member that is a record; a class, since lists of structs are compiled when the program starts.</summary>
    private sealed class Record
    {
        /// <summary>The bit of its own slot.</summary>
        public required ulong Own { get; init; }

        /// <summary>The bits of the slots of its members.</summary>
        public required ulong Below { get; init; }
    }
}
