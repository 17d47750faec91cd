using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// The needed values of a row whose layout a <see cref="JsonShape"/> has recognised: found by counting quotes. A method that cannot read its value returns
/// false, and the row is then read by <see cref="JsonCursor"/>, which says what is wrong.
/// </summary>
public unsafe ref partial struct JsonFields
{
    /// <summary>The bytes of <c>null</c>.</summary>
    internal const uint NullText = 0x6C6C756E;

    private readonly byte* _block;
    private readonly JsonSlot* _slots;
    private readonly JsonScratch _scratch;
    private readonly int _rowStride;
    private readonly int _slotStride;
    private uint* _places;
    private int _left;

    /// <param name="block">What positions are counted from.</param>
    /// <param name="places">For each value of each row where it is: its start, and in the upper half where it ends.</param>
    /// <param name="rowStride">From a row to the next one.</param>
    /// <param name="slotStride">From a slot to the next one.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="slots">What the values are.</param>
    /// <param name="scratch">For texts with escapes.</param>
    internal JsonFields(byte* block, uint* places, int rowStride, int slotStride, int rows, JsonSlot* slots, JsonScratch scratch)
    {
        _block = block;
        _places = places;
        _rowStride = rowStride;
        _slotStride = slotStride;
        _left = rows - 1;
        _slots = slots;
        _scratch = scratch;
    }

    /// <summary>Whether a shape was recognised.</summary>
    public readonly bool IsKnown
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _slots != null;
    }

    /// <summary>Rows of the same shape that come right after this one.</summary>
    internal readonly int RowsAfter => _left;

    /// <summary>What positions are counted from.</summary>
    internal readonly byte* Block => _block;

    /// <summary>From a row's places to the next one's.</summary>
    internal readonly int RowStride => _rowStride;

    /// <summary>Where the value of a slot is: its start, and in the upper half its end.</summary>
    internal readonly uint* PlacesOf(int slot) => _places + (slot * _slotStride);

    /// <summary>Whether the value of a slot is a number, true, false or null.</summary>
    internal readonly bool IsBare(int slot) => _slots[slot].Kind == JsonSlotKind.Bare;

    /// <summary>The values of the row that comes so many after this one, of the same shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly JsonFields RowAfter(int rows) => new(_block, _places + (rows * _rowStride), _rowStride, _slotStride, 1, _slots, _scratch);

    /// <summary>Goes to the last of the rows of the same shape: they have all been taken.</summary>
    internal void PassOver() => _left = 0;

    /// <summary>Goes to the next row, if there is one of the same shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool MoveNext()
    {
        _places += _rowStride;
        return --_left >= 0;
    }

    /// <summary>Whether the member has a value: it is neither missing nor null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Has(int slot) => _slots[slot].Kind >= JsonSlotKind.Text && (_slots[slot].Kind != JsonSlotKind.Bare || !IsNull(slot));

    /// <summary>Number of elements of a list; 0 if it is missing or null.</summary>
    public readonly int ElementCount(int slot) => _slots[slot].ElementCount;

    /// <summary>The values of one element of a list.</summary>
    /// <param name="slot">The list's slot.</param>
    /// <param name="element">The element's number.</param>
    /// <param name="width">Slots that an element takes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly JsonFields Element(int slot, int element, int width) => At(slot + _slots[slot].FirstElement + (element * width));

    /// <summary>Text that is there in every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Text(int slot, out Utf8Slice value)
    {
        byte* start = ValueAt(slot, out int length);
        value = new Utf8Slice(start, length);
        return JsonText.IsShortPlain(start, length) || RareText(start, length, _scratch, out value);
    }

    /// <summary>Text of a member that may be null or missing, after <see cref="Has"/>.</summary>
    public readonly bool OptionalText(int slot, out Utf8Slice value)
    {
        value = default;
        return _slots[slot].Kind == JsonSlotKind.Text && Text(slot, out value);
    }

    // Static: called on these fields themselves it would keep them in memory.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool RareText(byte* start, int length, JsonScratch scratch, out Utf8Slice value) => JsonText.TryRead(start, length, scratch, out value);

    /// <summary>Where a value is: a bare one, or the inside of a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte* ValueAt(int slot, out int length)
    {
        uint place = _places[slot * _slotStride];
        uint start = (ushort)place;
        length = (int)((place >> 16) - start);
        return _block + start;
    }

    private readonly JsonFields At(int slot) => new(_block, _places + (slot * _slotStride), 0, _slotStride, 1, _slots + slot, _scratch);

    private readonly bool IsNull(int slot)
    {
        byte* p = ValueAt(slot, out int length);
        return length == 4 && Unsafe.ReadUnaligned<uint>(p) == NullText;
    }
}
