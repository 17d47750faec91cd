using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// A layout that a row had: fixed bytes (names, punctuation, white space) and, between them, strings and bare values of any length. A row is of this shape if
/// it has as many quotes, if all fixed bytes stand at their quotes, and if every gap holds one value; so a match is proof, and needs no further look at the row.
/// </summary>
/// <remarks>
/// Why this is enough: fixed bytes that hold a quote are compared in full at that quote, and a string reaches from its opening quote to the next quote of the index;
/// a bare value reaches from the end of one fixed part to the start of the next, and it is checked to be nothing else (here, or by whoever converts it).
/// So the parts follow each other without a gap from the row's first byte to its newline. Layouts with an escape in a name are not learned.
/// Of its places, the starts and ends of the needed members' values come first, in the order of slots; then those of fixed bytes; then those of gaps.
/// </remarks>
internal sealed unsafe class JsonShape
{
    /// <summary>Bytes that are compared at once; longer fixed bytes are several parts.</summary>
    public const int PartBytes = 16;

    /// <summary>Parts that one vector of 512 bits compares.</summary>
    private const int PartsTogether = 4;

    /// <summary>Most places that a shape may have.</summary>
    public const int MaxPlaces = 8 * 1024;

    private const int GapsTogether = 4;

    private readonly JsonPlaces _places = new();
    private readonly JsonBuffer<byte> _bytes = new();
    private readonly JsonBuffer<int> _depths = new();
    private readonly JsonBuffer<JsonSlot> _slots = new();
    private readonly JsonOutline _outline = new();
    private int _firstPart;
    private int _partCount;
    private int _firstGap;
    private int _bareGapsInFours;
    private int _quotes;
    private int _bytesBeforeFirstQuote;
    private int _bytesAfterLastQuote;

    /// <summary>Distances between the first quotes that are the same in every row: those within fixed bytes.</summary>
    private Vector256<ushort> _lowSteps;
    private Vector256<ushort> _highSteps;
    private Vector256<ushort> _lowMask;
    private Vector256<ushort> _highMask;

    /// <summary>How many runs of rows were of this shape since it was learned, up to a number that says that it is of use.</summary>
    public int Uses { get; set; }

    /// <summary>The shape that rows had last when they followed rows of this one, or null.</summary>
    public JsonShape? Next { get; set; }

    /// <summary>Whether it is in use: one that was given up may hold half of what was to take its place.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Its rows as a template, once enough of them were observed.</summary>
    public JsonTemplate? Template { get; private set; }

    /// <summary>How its rows are told without an index, if they can be and there is a template.</summary>
    public JsonWalk? Walk { get; private set; }

    /// <summary>Whether more rows have to be observed before there is a template.</summary>
    public bool WantsRows => Template == null && _outline.IsUsable && _outline.Rows < JsonOutline.EnoughRows;

    /// <summary>Quotes in a row.</summary>
    public int Quotes => _quotes;

    /// <summary>Places of a row.</summary>
    public int PlaceCount => _places.Count;

    /// <summary>What the needed members are.</summary>
    public JsonSlot* Slots => _slots.Pointer;

    /// <summary>Takes over what was learned.</summary>
    /// <returns>False if that is too much.</returns>
    public bool Set(JsonLayout layout)
    {
        _places.Clear();
        _bytes.Clear();
        _depths.Clear();
        _slots.Clear();
        int places = 2 * (layout.Slots.Count + layout.Parts.Count + PartsTogether + layout.Gaps.Count + GapsTogether);
        if (places > MaxPlaces)
        {
            return false;
        }

        _quotes = layout.Quotes;
        _bytesBeforeFirstQuote = layout.BytesBeforeFirstQuote;
        _bytesAfterLastQuote = layout.BytesAfterLastQuote;
        foreach (JsonLayout.Slot slot in layout.Slots)
        {
            _slots.Add(slot.What);
            Add(slot.Place);
        }

        _firstPart = _places.Count;
        AddParts(layout);
        _firstGap = _places.Count;
        AddGaps(layout, isContainer: false);
        AddGaps(layout, isContainer: true);
        _places.Seal();
        Uses = 0;
        SetSteps(layout);
        _outline.Clear();
        Template = null;
        Walk = null;
        return true;
    }

    /// <summary>Begins to observe rows for a template.</summary>
    /// <param name="row">The row of <paramref name="layout"/>.</param>
    /// <param name="end">Its newline.</param>
    public void Outline(JsonLayout layout, byte* row, byte* end) => _outline.Set(layout, row, end);

    /// <summary>Takes a row of this shape into account that no template has told yet.</summary>
    /// <param name="end">Its newline.</param>
    public void Observe(byte* row, byte* end)
    {
        bool isNews = _outline.Observe(row, end);
        if (_outline.IsUsable && _outline.Rows == JsonOutline.EnoughRows && (isNews || Template == null))
        {
            Template = JsonTemplateBuilder.Build(_outline);
            Walk = JsonWalkBuilder.Build(_outline);
        }
    }

    /// <summary>Whether names are as long as in this shape, as far as the first quotes tell: a quick look before <see cref="Match"/>.</summary>
    /// <param name="quotes">Positions of a row's quotes; 33 more may be read.</param>
    public bool MayMatch(ushort* quotes)
    {
        Vector256<ushort> low = Vector256.Load(quotes + 1) - Vector256.Load(quotes);
        Vector256<ushort> high = Vector256.Load(quotes + 17) - Vector256.Load(quotes + 16);
        return (((low ^ _lowSteps) & _lowMask) | ((high ^ _highSteps) & _highMask)) == Vector256<ushort>.Zero;
    }

    /// <summary>Takes rows as long as they are of this shape.</summary>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="row">Position of the first row.</param>
    /// <param name="end">Where the block's whole rows end.</param>
    /// <param name="quotes">Positions of the first row's quotes and of all that follows.</param>
    /// <param name="quotesEnd">Where the block's positions end: behind them are those of earlier blocks, which may point outside the frame.</param>
    /// <param name="limit">Most rows to take.</param>
    /// <param name="width">Vector width in bits.</param>
    /// <param name="places">Gets the places of the rows taken.</param>
    /// <returns>Number of rows taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public int Match(byte* block, int row, int end, ushort* quotes, ushort* quotesEnd, int limit, int width, ushort* places)
    {
        JsonPlaces.View view = _places.Open();
        int before = _bytesBeforeFirstQuote;
        int after = _bytesAfterLastQuote;
        int quoteCount = _quotes;
        int stride = _places.Count;
        int firstPart = _firstPart;
        int rows = 0;

        // Quotes of the next rows may be taken for this one's if it has fewer; then its newline is where a fixed part wants a quote.
        while (rows < limit && row < end && quotes + quoteCount < quotesEnd)
        {
            int last = quotes[quoteCount];
            if (quotes[0] - row != before || (after >= 0 && last - quotes[quoteCount - 1] - 1 != after) || (block[last] != (byte)'\n' && last != end - 1))
            {
                break;
            }

            JsonPlaces.Find(in view, quotes, width, places);
            if (!Same(block, places + firstPart, width) || !GapsHoldOneValue(block, places + _firstGap, width))
            {
                break;
            }

            row = last + 1;
            quotes += quoteCount + 1;
            places += stride;
            rows++;
        }

        return rows;
    }

    private void SetSteps(JsonLayout layout)
    {
        const int count = 32;
        ushort* steps = stackalloc ushort[count];
        ushort* mask = stackalloc ushort[count];
        for (int i = 0; i < count; i++)
        {
            bool isFixed = i < layout.Steps.Count && layout.Steps[i] > 0;
            steps[i] = isFixed ? (ushort)layout.Steps[i] : (ushort)0;
            mask[i] = isFixed ? ushort.MaxValue : (ushort)0;
        }

        _lowSteps = Vector256.Load(steps);
        _highSteps = Vector256.Load(steps + (count / 2));
        _lowMask = Vector256.Load(mask);
        _highMask = Vector256.Load(mask + (count / 2));
    }

    /// <summary>Appends gaps of one kind. Bare ones are filled up with the last of them to a multiple of four, so that four can be looked at together.</summary>
    private void AddGaps(JsonLayout layout, bool isContainer)
    {
        JsonLayout.Gap last = default;
        foreach (JsonLayout.Gap gap in layout.Gaps)
        {
            if (gap.ContainerDepth > 0 == isContainer)
            {
                last = gap;
                _depths.Add(gap.ContainerDepth);
                Add(gap.Place);
            }
        }

        while (!isContainer && _depths.Count % GapsTogether != 0)
        {
            _depths.Add(0);
            Add(last.Place);
        }

        _bareGapsInFours = isContainer ? _bareGapsInFours : _depths.Count;
    }

    private void Add(in JsonLayout.Place place)
    {
        _places.Add(place.StartQuote, place.StartDistance);
        _places.Add(place.EndQuote, place.EndDistance);
    }

    /// <summary>Appends fixed bytes, four parts at a time: their bytes, then which of them count. The last ones may be nothing, at any place.</summary>
    private void AddParts(JsonLayout layout)
    {
        _partCount = (layout.Parts.Count + PartsTogether - 1) / PartsTogether * PartsTogether;
        for (int first = 0; first < _partCount; first += PartsTogether)
        {
            for (int i = first; i < first + PartsTogether; i++)
            {
                JsonLayout.Part part = layout.Parts[Math.Min(i, layout.Parts.Count - 1)];
                _places.Add(part.Quote, part.Distance);
            }

            for (int i = 0; i < 2 * PartsTogether * PartBytes; i++)
            {
                int number = first + (i / PartBytes % PartsTogether);
                int at = i % PartBytes;
                bool counts = number < layout.Parts.Count && at < layout.Parts[number].Length;
                bool isMask = i >= PartsTogether * PartBytes;
                _bytes.Add(!counts ? (byte)0 : isMask ? (byte)0xFF : layout.Bytes[layout.Parts[number].Start + at]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Same(byte* block, ushort* parts, int width) => width switch
    {
        >= 512 when Avx512F.IsSupported => Same512(block, parts),
        >= 256 => Same256(block, parts),
        >= 128 => Same128(block, parts),
        _ => SameScalar(block, parts),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Same512(byte* block, ushort* parts)
    {
        ushort* end = parts + _partCount;
        byte* wanted = _bytes.Pointer;
        Vector512<byte> difference = Vector512<byte>.Zero;
        for (; parts < end; parts += PartsTogether)
        {
            Vector512<byte> found = JsonBare.Load512(block + parts[0], block + parts[1], block + parts[2], block + parts[3]);
            difference |= (found ^ Vector512.Load(wanted)) & Vector512.Load(wanted + 64);
            wanted += 128;
        }

        return difference == Vector512<byte>.Zero;
    }

    private bool Same256(byte* block, ushort* parts)
    {
        ushort* end = parts + _partCount;
        byte* wanted = _bytes.Pointer;
        Vector256<byte> difference = Vector256<byte>.Zero;
        for (; parts < end; parts += PartsTogether)
        {
            Vector256<byte> low = Vector256.Create(Vector128.Load(block + parts[0]), Vector128.Load(block + parts[1]));
            Vector256<byte> high = Vector256.Create(Vector128.Load(block + parts[2]), Vector128.Load(block + parts[3]));
            difference |= (low ^ Vector256.Load(wanted)) & Vector256.Load(wanted + 64);
            difference |= (high ^ Vector256.Load(wanted + 32)) & Vector256.Load(wanted + 96);
            wanted += 128;
        }

        return difference == Vector256<byte>.Zero;
    }

    private bool Same128(byte* block, ushort* parts)
    {
        byte* wanted = _bytes.Pointer;
        Vector128<byte> difference = Vector128<byte>.Zero;
        for (int i = 0; i < _partCount; i++)
        {
            difference |= (Vector128.Load(block + parts[i]) ^ Vector128.Load(wanted)) & Vector128.Load(wanted + 64);
            wanted += (i + 1) % PartsTogether == 0 ? 64 + PartBytes : PartBytes;
        }

        return difference == Vector128<byte>.Zero;
    }

    private bool SameScalar(byte* block, ushort* parts)
    {
        byte* wanted = _bytes.Pointer;
        ulong difference = 0;
        for (int i = 0; i < _partCount; i++)
        {
            byte* bytes = block + parts[i];
            for (int at = 0; at < PartBytes; at += 8)
            {
                difference |= (Unsafe.ReadUnaligned<ulong>(bytes + at) ^ Unsafe.ReadUnaligned<ulong>(wanted + at)) & Unsafe.ReadUnaligned<ulong>(wanted + 64 + at);
            }

            wanted += (i + 1) % PartsTogether == 0 ? 64 + PartBytes : PartBytes;
        }

        return difference == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool GapsHoldOneValue(byte* block, ushort* places, int width)
    {
        int i = 0;
        if (width >= 512 && Avx512BW.IsSupported)
        {
            for (; i < _bareGapsInFours; i += 4)
            {
                if (!JsonBare.AreShortRuns512(block, places + (2 * i)) && !GapsHoldOneValue(block, places, i, i + 4))
                {
                    return false;
                }
            }
        }

        return i == _depths.Count || GapsHoldOneValue(block, places, i, _depths.Count);
    }

    private bool GapsHoldOneValue(byte* block, ushort* places, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            byte* start = block + places[2 * i];
            byte* after = block + places[(2 * i) + 1];
            int depth = _depths.Pointer[i];
            if (depth == 0 ? !JsonBare.IsRun(start, (int)(after - start)) : JsonSkip.Value(start, after, depth - 1) != after)
            {
                return false;
            }
        }

        return true;
    }
}
