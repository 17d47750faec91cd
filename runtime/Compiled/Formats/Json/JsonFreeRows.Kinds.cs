using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compiled.Formats;

// What members are in a row: there, missing, a text or something else, as in rows that were accepted.
internal sealed unsafe partial class JsonFreeRows
{
    /// <summary>What slots have been in rows that were accepted.</summary>
    private ulong _mayMiss;
    private ulong _mayBeText;
    private ulong _mayBeOther;

    private bool _hasAccepted;

    /// <summary>What the slots were made for.</summary>
    private ulong _slotsSeen;
    private ulong _slotsTexts;

    /// <summary>Notes what a row is like that the cursor has accepted.</summary>
    /// <inheritdoc cref="Match"/>
    /// <param name="places">Room for the places of a row.</param>
    public void Accept(byte* block, int row, int end, ushort* quotes, ushort* quotesEnd, uint* places)
    {
        _block = block;
        _quotesEnd = quotesEnd;
        _end = end - 1;
        Begin(quotes, places);
        if (Object(_root, row, ref _row) > 0 && IsConsistent(in _row))
        {
            _hasAccepted = true;
            _mayMiss |= Expected(_row.Records) & ~_row.Seen;
            _mayBeText |= _row.Texts;
            _mayBeOther |= _row.Seen & ~_row.Texts;
        }
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
