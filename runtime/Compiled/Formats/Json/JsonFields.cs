using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// The needed values of a row whose layout a <see cref="JsonShape"/> has recognised: found by counting quotes. A method that cannot read its value returns
/// false, and the row is then read by <see cref="JsonCursor"/>, which says what is wrong.
/// </summary>
public readonly unsafe ref partial struct JsonFields
{
    /// <summary>The bytes of <c>null</c>.</summary>
    internal const uint NullText = 0x6C6C756E;

    private readonly byte* _block;
    private readonly ushort* _quotes;
    private readonly JsonSlot* _slots;
    private readonly JsonScratch _scratch;

    internal JsonFields(byte* block, ushort* quotes, JsonSlot* slots, JsonScratch scratch)
    {
        _block = block;
        _quotes = quotes;
        _slots = slots;
        _scratch = scratch;
    }

    /// <summary>Whether a shape was recognised.</summary>
    public bool IsKnown
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _slots != null;
    }

    /// <summary>Whether the member has a value: it is neither missing nor null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Has(int slot) => _slots[slot].Kind >= JsonSlotKind.Text && (_slots[slot].Kind != JsonSlotKind.Bare || !IsNull(slot));

    /// <summary>Number of elements of a list; 0 if it is missing or null.</summary>
    public int ElementCount(int slot) => _slots[slot].ElementCount;

    /// <summary>The values of one element of a list.</summary>
    /// <param name="slot">The list's slot.</param>
    /// <param name="element">The element's number.</param>
    /// <param name="width">Slots that an element takes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public JsonFields Element(int slot, int element, int width) => new(_block, _quotes, _slots + slot + _slots[slot].FirstElement + (element * width), _scratch);

    /// <summary>Text that is there in every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Text(int slot, out Utf8Slice value)
    {
        ushort* quote = _quotes + _slots[slot].StartQuote;
        byte* start = _block + quote[0] + 1;
        int length = quote[1] - quote[0] - 1;
        value = new Utf8Slice(start, length);
        return JsonText.IsShortPlain(start, length) || RareText(start, length, out value);
    }

    /// <summary>Text of a member that may be null or missing, after <see cref="Has"/>.</summary>
    public bool OptionalText(int slot, out Utf8Slice value)
    {
        value = default;
        return _slots[slot].Kind == JsonSlotKind.Text && Text(slot, out value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RareText(byte* start, int length, out Utf8Slice value) => JsonText.TryRead(start, length, _scratch, out value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Bare(int slot, out int length)
    {
        JsonSlot* at = _slots + slot;
        byte* start = _block + _quotes[at->StartQuote] + at->StartDistance;
        length = (int)(_block + _quotes[at->EndQuote] + at->EndDistance - start);
        return start;
    }

    private bool IsNull(int slot)
    {
        byte* p = Bare(slot, out int length);
        return length == 4 && Unsafe.ReadUnaligned<uint>(p) == NullText;
    }
}
