namespace Compiled.Formats;

/// <summary>Makes a <see cref="JsonTemplate"/> of an outline.</summary>
/// <remarks>
/// A segment is what lies between two values of varying length: fixed bytes, at least one quote or the row's newline among them, and values of one length.
/// It is cut into windows, each so many bytes from the segment's first quote.
/// </remarks>
internal sealed class JsonTemplateBuilder
{
    /// <summary>Most bytes from a segment's last quote to its end: so many, and then the 16 of a value that are looked at, are readable wherever the quote is.</summary>
    private const int MostAfterQuote = Memory.Frame.Padding - 16;

    private readonly List<Window> _windows = [];
    private readonly List<JsonOutline.Value> _numbers = [];
    private readonly List<JsonOutline.Value> _others = [];
    private readonly List<int> _steps = [];
    private readonly List<Byte> _segment = [];
    private int _quotes;
    private int _bytesBeforeFirstQuote;

    private JsonTemplateBuilder()
    {
    }

    /// <summary>Makes the template.</summary>
    /// <returns>Null if that is not possible: the row has a segment in which bytes are too far from every quote.</returns>
    public static JsonTemplate? Build(JsonOutline outline)
    {
        var builder = new JsonTemplateBuilder();
        return builder.AddValues(outline) ? builder.Template(outline) : null;
    }

    private bool AddValues(JsonOutline outline)
    {
        int done = 0;
        foreach (JsonOutline.Value value in outline.Values)
        {
            AddFixed(outline, done, value.FixedBefore);
            done += value.FixedBefore;
            if (value.IsFixed)
            {
                AddAny(value);
                continue;
            }

            if (!value.IsText)
            {
                (value.IsNumber ? _numbers : _others).Add(value);
            }

            if (!EndSegment())
            {
                return false;
            }
        }

        AddFixed(outline, done, outline.Fixed.Count - done);
        return EndSegment();
    }

    private void AddFixed(JsonOutline outline, int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            byte value = outline.Fixed[i];
            _segment.Add(new Byte(value, 0, value is (byte)'"' or (byte)'\n'));
        }
    }

    private void AddAny(JsonOutline.Value value)
    {
        for (int i = 0; i < value.MaxLength; i++)
        {
            _segment.Add(value.IsText ? new Byte(0, byte.MaxValue, false) : new Byte((byte)'0', 9, false));
        }
    }

    private bool EndSegment()
    {
        int first = _segment.FindIndex(b => b.IsQuote);
        int last = _segment.FindLastIndex(b => b.IsQuote);
        if (first < 0 || first > JsonTemplate.WindowBytes || _segment.Count - last > MostAfterQuote)
        {
            return false;
        }

        // A window begins at the last quote at the latest: 64 bytes behind every quote are readable.
        for (int done = 0; done < _segment.Count; done += JsonTemplate.WindowBytes)
        {
            int start = Math.Min(done, last);
            int length = Math.Min(_segment.Count - start, JsonTemplate.WindowBytes);
            _windows.Add(new Window(_quotes, start - first, SizeFor(length), _segment.GetRange(start, length)));
        }

        _bytesBeforeFirstQuote = _quotes == 0 ? first : _bytesBeforeFirstQuote;
        for (int i = first; i < last; i++)
        {
            if (_segment[i].IsQuote)
            {
                _steps.Add(_segment.FindIndex(i + 1, b => b.IsQuote) - i);
                _quotes++;
            }
        }

        // How far the next segment is may vary.
        _steps.Add(0);
        _quotes++;
        _segment.Clear();
        return true;
    }

    private static int SizeFor(int length) => length <= JsonTemplate.WindowBytes / 4 ? JsonTemplate.WindowBytes / 4 : length <= JsonTemplate.WindowBytes / 2 ? JsonTemplate.WindowBytes / 2 : JsonTemplate.WindowBytes;

    private JsonTemplate Template(JsonOutline outline)
    {
        var places = new JsonPlaces();
        foreach (JsonLayout.Place slot in outline.Slots)
        {
            Add(places, slot);
        }

        int firstNumber = places.Count;
        Add(places, _numbers);
        int firstBare = places.Count;
        Add(places, _others);
        int firstWindow = places.Count;
        var bytes = new JsonBuffer<byte>();
        int quarters = AddWindows(places, bytes, JsonTemplate.WindowBytes / 4);
        int halves = AddWindows(places, bytes, JsonTemplate.WindowBytes / 2);
        AddWindows(places, bytes, JsonTemplate.WindowBytes);
        places.Seal();

        // The last position is the newline.
        return new JsonTemplate(_quotes - 1, _bytesBeforeFirstQuote, Steps(), bytes, places, firstNumber, firstBare, firstWindow, quarters, halves);
    }

    /// <summary>Appends windows of one size, as many as fill 64 bytes together: their bytes, and then how much each may be more.</summary>
    /// <returns>How many: the last ones may be one for the second time.</returns>
    private int AddWindows(JsonPlaces places, JsonBuffer<byte> bytes, int size)
    {
        List<Window> windows = [.. _windows.Where(w => w.Size == size)];
        int together = JsonTemplate.WindowBytes / size;
        while (windows.Count % together != 0)
        {
            windows.Add(windows[^1]);
        }

        foreach (Window window in windows)
        {
            places.Add(window.Quote, window.Distance);
        }

        for (int first = 0; first < windows.Count; first += together)
        {
            for (int i = 0; i < 2 * together; i++)
            {
                windows[first + (i % together)].AddTo(bytes, i >= together);
            }
        }

        return windows.Count;
    }

    private static void Add(JsonPlaces places, List<JsonOutline.Value> values)
    {
        foreach (JsonOutline.Value value in values)
        {
            Add(places, value.Place);
        }
    }

    private static void Add(JsonPlaces places, in JsonLayout.Place place)
    {
        places.Add(place.StartQuote, place.StartDistance);
        places.Add(place.EndQuote, place.EndDistance);
    }

    private JsonBuffer<ushort> Steps()
    {
        var result = new JsonBuffer<ushort>();
        for (int first = 0; first < _steps.Count; first += JsonTemplate.StepsTogether)
        {
            for (int i = 0; i < 2 * JsonTemplate.StepsTogether; i++)
            {
                int number = first + (i % JsonTemplate.StepsTogether);
                int step = number < _steps.Count ? _steps[number] : 0;
                result.Add(i < JsonTemplate.StepsTogether ? (ushort)step : step > 0 ? ushort.MaxValue : (ushort)0);
            }
        }

        return result;
    }

    /// <summary>A byte of a segment.</summary>
    /// <param name="Low">The least it may be.</param>
    /// <param name="Range">How much more it may be.</param>
    /// <param name="IsQuote">Whether it is a quote that counts, or the newline.</param>
    private sealed record Byte(byte Low, byte Range, bool IsQuote);

    /// <summary>Bytes that are compared together.</summary>
    /// <param name="Quote">The quote from which it is found.</param>
    /// <param name="Distance">Bytes from there.</param>
    /// <param name="Size">16, 32 or 64 bytes.</param>
    /// <param name="Bytes">Those that matter.</param>
    private sealed record Window(int Quote, int Distance, int Size, List<Byte> Bytes)
    {
        /// <summary>Appends the least that each byte may be, or how much more; behind the bytes that matter, anything may be.</summary>
        public void AddTo(JsonBuffer<byte> output, bool ranges)
        {
            for (int i = 0; i < Size; i++)
            {
                output.Add(i >= Bytes.Count ? ranges ? byte.MaxValue : (byte)0 : ranges ? Bytes[i].Range : Bytes[i].Low);
            }
        }
    }
}
