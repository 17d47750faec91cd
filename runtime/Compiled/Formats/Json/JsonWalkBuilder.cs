namespace Compiled.Formats;

/// <summary>Makes a <see cref="JsonWalk"/> of an outline.</summary>
internal sealed class JsonWalkBuilder
{
    private readonly List<JsonSegment> _segments = [];
    private readonly JsonBuffer<byte> _windows = new();
    private readonly List<bool> _haveTexts = [];

    // For each quote of the row, and its newline: its segment, and how far it is from that one's start.
    private readonly List<int> _quoteSegments = [];
    private readonly List<int> _quoteDistances = [];

    // The segment that is being put together: for each byte the least it may be, how much more, and whether a text's byte stands there.
    private readonly List<byte> _lows = [];
    private readonly List<byte> _ranges = [];
    private readonly List<bool> _isText = [];

    private int _leastBytes;

    private JsonWalkBuilder()
    {
    }

    /// <summary>Makes the walk.</summary>
    /// <returns>Null if there is none: a text of varying length is too long, or there are too many.</returns>
    public static JsonWalk? Build(JsonOutline outline)
    {
        var builder = new JsonWalkBuilder();
        return builder.AddValues(outline) ? builder.Walk(outline) : null;
    }

    private bool AddValues(JsonOutline outline)
    {
        int done = 0;
        foreach (JsonOutline.Value value in outline.Values)
        {
            AddFixed(outline, done, value.FixedBefore);
            done += value.FixedBefore;
            if (value.IsInSegment)
            {
                AddAny(value);
                continue;
            }

            if (value.End is not { } end)
            {
                return false;
            }

            _leastBytes += value.MinLength;
            EndSegment(end);
        }

        AddFixed(outline, done, outline.Fixed.Count - done);
        EndSegment(JsonSegmentEnd.Row);
        return _segments.Count <= JsonWalk.MaxSegments && outline.Slots.Length <= JsonWalk.MaxPlaces;
    }

    private void AddFixed(JsonOutline outline, int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            byte value = outline.Fixed[i];
            if (value is (byte)'"' or (byte)'\n')
            {
                _quoteSegments.Add(_segments.Count);
                _quoteDistances.Add(_lows.Count);
            }

            Add(value, 0, isText: false);
        }
    }

    private void AddAny(JsonOutline.Value value)
    {
        for (int i = 0; i < value.MaxLength; i++)
        {
            if (!value.IsText)
            {
                Add((byte)'0', 9, isText: false);
                continue;
            }

            // Bytes of one kind are told as fixed ones are; for others, quotes and backslashes have to be looked for.
            switch (value.Bytes[i])
            {
                case JsonTextBytes.Low:
                    Add((byte)'"' + 1, '\\' - '"' - 2, isText: false);
                    break;
                case JsonTextBytes.High:
                    Add((byte)'\\' + 1, byte.MaxValue - '\\' - 1, isText: false);
                    break;
                default:
                    Add(0, byte.MaxValue, isText: true);
                    break;
            }
        }
    }

    private void Add(byte low, byte range, bool isText)
    {
        _lows.Add(low);
        _ranges.Add(range);
        _isText.Add(isText);
    }

    private void EndSegment(JsonSegmentEnd end)
    {
        _leastBytes += _lows.Count;
        _segments.Add(new JsonSegment { Length = _lows.Count, FirstWindow = _windows.Count / JsonSegment.WindowSize, End = end });
        for (int first = 0; first < _lows.Count; first += JsonSegment.WindowBytes)
        {
            _haveTexts.Add(_isText.GetRange(first, Math.Min(JsonSegment.WindowBytes, _isText.Count - first)).Contains(true));
            AddWindow(first, (at, inside) => inside ? (byte)-_lows[at] : (byte)0);
            AddWindow(first, (at, inside) => inside ? _ranges[at] : byte.MaxValue);
            AddWindow(first, (at, inside) => inside && _isText[at] ? (byte)0 : byte.MaxValue);
        }

        _lows.Clear();
        _ranges.Clear();
        _isText.Clear();
    }

    private void AddWindow(int first, Func<int, bool, byte> byteAt)
    {
        for (int i = first; i < first + JsonSegment.WindowBytes; i++)
        {
            _windows.Add(byteAt(i, i < _lows.Count));
        }
    }

    private JsonWalk Walk(JsonOutline outline)
    {
        var places = new JsonSegmentPlace[outline.Slots.Length];
        for (int i = 0; i < places.Length; i++)
        {
            JsonLayout.Place place = outline.Slots[i];
            places[i] = new JsonSegmentPlace(
                _quoteSegments[place.StartQuote],
                _quoteDistances[place.StartQuote] + place.StartDistance,
                _quoteSegments[place.EndQuote],
                _quoteDistances[place.EndQuote] + place.EndDistance);
        }

        return new JsonWalk([.. _segments], _windows, [.. _haveTexts], places, _leastBytes - 1);
    }
}
