using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>
/// A layout that a row had: fixed bytes (names, punctuation, white space) and, between them, strings and bare values of any length. A row is of this shape if
/// it has as many quotes, if all fixed bytes stand at their quotes, and if every gap holds one value; so a match is proof, and needs no further look at the row.
/// </summary>
/// <remarks>
/// Why this is enough: fixed bytes that hold a quote are compared in full at that quote, and a string reaches from its opening quote to the next quote of the index;
/// a bare value reaches from the end of one fixed part to the start of the next, and it is checked to be nothing else (here, or by whoever converts it).
/// So the parts follow each other without a gap from the row's first byte to its newline. Layouts with an escape in a name are not learned.
/// </remarks>
internal sealed unsafe class JsonShape
{
    /// <summary>Bytes of a fixed part that are compared at once; longer parts are several.</summary>
    public const int PartBytes = 32;

    private readonly JsonBuffer<FixedPart> _parts = new();
    private readonly JsonBuffer<byte> _bytes = new();
    private readonly JsonBuffer<Gap> _gaps = new();
    private readonly JsonBuffer<JsonSlot> _slots = new();

    /// <summary>Quotes in a row.</summary>
    public int Quotes { get; set; }

    /// <summary>Bytes before a row's first quote.</summary>
    public int BytesBeforeFirstQuote { get; set; }

    /// <summary>If fixed bytes with a quote end the row: how many bytes follow its last quote; else -1.</summary>
    public int BytesAfterLastQuote { get; set; }

    /// <summary>Where needed values are.</summary>
    public JsonSlot* Slots => _slots.Pointer;

    public int PartCount => _parts.Count;

    /// <summary>Forgets the layout and keeps the memory.</summary>
    public void Clear()
    {
        _parts.Clear();
        _bytes.Clear();
        _gaps.Clear();
        _slots.Clear();
    }

    /// <summary>Appends slots, all missing.</summary>
    /// <returns>The number of the first.</returns>
    public int AddSlots(int count)
    {
        int first = _slots.Count;
        for (int i = 0; i < count; i++)
        {
            _slots.Add(default);
        }

        return first;
    }

    /// <summary>Appends fixed bytes.</summary>
    /// <param name="quote">Number of the quote from which they are found.</param>
    /// <param name="distance">Bytes from that quote to the first of them.</param>
    public void AddFixed(int quote, int distance, byte* bytes, int length)
    {
        for (int done = 0; done < length; done += PartBytes)
        {
            _parts.Add(new FixedPart { Quote = (ushort)quote, Distance = (short)(distance + done) });
            for (int i = 0; i < 2 * PartBytes; i++)
            {
                int at = done + (i % PartBytes);
                byte value = at >= length ? (byte)0 : i < PartBytes ? bytes[at] : (byte)0xFF;
                _bytes.Add(value);
            }
        }
    }

    /// <summary>Appends a value that nobody reads: what lies between two places of the row must be one value.</summary>
    /// <param name="containerDepth">0 for a bare value; for an object or array, one more than the skipped brackets that are open around it.</param>
    public void AddGap(in JsonSlot place, int containerDepth) => _gaps.Add(new Gap { Place = place, ContainerDepth = containerDepth });

    /// <summary>Whether a row is of this shape.</summary>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="row">Position of the row's first byte.</param>
    /// <param name="quotes">Positions of its quotes, and then of its newline; their number is known to be right.</param>
    /// <param name="width">Vector width in bits.</param>
    public bool Matches(byte* block, int row, ushort* quotes, int width)
    {
        if (quotes[0] - row != BytesBeforeFirstQuote || (BytesAfterLastQuote >= 0 && quotes[Quotes] - quotes[Quotes - 1] - 1 != BytesAfterLastQuote))
        {
            return false;
        }

        bool same = width switch
        {
            >= 256 => Same256(block, quotes),
            >= 128 => Same128(block, quotes),
            _ => SameScalar(block, quotes),
        };
        return same && GapsHoldOneValue(block, quotes);
    }

    private bool Same256(byte* block, ushort* quotes)
    {
        FixedPart* part = _parts.Pointer;
        FixedPart* end = part + _parts.Count;
        byte* wanted = _bytes.Pointer;
        Vector256<byte> difference = Vector256<byte>.Zero;
        for (; part < end; part++)
        {
            Vector256<byte> bytes = Vector256.Load(block + quotes[part->Quote] + part->Distance);
            difference |= (bytes ^ Vector256.Load(wanted)) & Vector256.Load(wanted + PartBytes);
            wanted += 2 * PartBytes;
        }

        return difference == Vector256<byte>.Zero;
    }

    private bool Same128(byte* block, ushort* quotes)
    {
        byte* wanted = _bytes.Pointer;
        Vector128<byte> difference = Vector128<byte>.Zero;
        for (int i = 0; i < _parts.Count; i++)
        {
            FixedPart part = _parts.Pointer[i];
            byte* bytes = block + quotes[part.Quote] + part.Distance;
            difference |= (Vector128.Load(bytes) ^ Vector128.Load(wanted)) & Vector128.Load(wanted + PartBytes);
            difference |= (Vector128.Load(bytes + 16) ^ Vector128.Load(wanted + 16)) & Vector128.Load(wanted + PartBytes + 16);
            wanted += 2 * PartBytes;
        }

        return difference == Vector128<byte>.Zero;
    }

    private bool SameScalar(byte* block, ushort* quotes)
    {
        byte* wanted = _bytes.Pointer;
        ulong difference = 0;
        for (int i = 0; i < _parts.Count; i++)
        {
            FixedPart part = _parts.Pointer[i];
            byte* bytes = block + quotes[part.Quote] + part.Distance;
            for (int at = 0; at < PartBytes; at += 8)
            {
                difference |= (Unsafe.ReadUnaligned<ulong>(bytes + at) ^ Unsafe.ReadUnaligned<ulong>(wanted + at)) & Unsafe.ReadUnaligned<ulong>(wanted + PartBytes + at);
            }

            wanted += 2 * PartBytes;
        }

        return difference == 0;
    }

    private bool GapsHoldOneValue(byte* block, ushort* quotes)
    {
        Gap* gap = _gaps.Pointer;
        Gap* end = gap + _gaps.Count;
        for (; gap < end; gap++)
        {
            byte* start = block + quotes[gap->Place.StartQuote] + gap->Place.StartDistance;
            byte* after = block + quotes[gap->Place.EndQuote] + gap->Place.EndDistance;
            if (gap->ContainerDepth > 0 ? JsonSkip.Value(start, after, gap->ContainerDepth - 1) != after : !JsonBare.IsRun(start, (int)(after - start)))
            {
                return false;
            }
        }

        return true;
    }

    private struct FixedPart
    {
        public ushort Quote;
        public short Distance;
    }

    private struct Gap
    {
        public JsonSlot Place;
        public int ContainerDepth;
    }
}
