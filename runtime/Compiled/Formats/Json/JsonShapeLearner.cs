using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>
/// Makes a <see cref="JsonShape"/> of a row that the cursor has accepted. Anything unusual (an escaped name, a needed member twice, values that no quote tells apart)
/// makes it give up: such rows are read by the cursor for ever.
/// </summary>
internal unsafe ref struct JsonShapeLearner
{
    private const int MaxDistance = 16 * 1024;

    private readonly byte* _block;
    private readonly ushort* _quotes;
    private readonly int _quoteCount;
    private readonly byte* _end;
    private readonly JsonLayout _layout;
    private byte* _p;

    /// <summary>Where the fixed bytes being collected begin.</summary>
    private byte* _fixed;

    /// <summary>Quotes passed so far.</summary>
    private int _quote;

    /// <summary>Skipped brackets that are open here.</summary>
    private int _depth;

    private JsonShapeLearner(byte* block, int row, ushort* quotes, int quoteCount, JsonLayout layout)
    {
        _block = block;
        _quotes = quotes;
        _quoteCount = quoteCount;
        _layout = layout;
        _p = _fixed = block + row;
        _end = block + quotes[quoteCount];
    }

    /// <summary>Learns a row.</summary>
    /// <param name="quotes">Positions of the row's quotes and of its newline.</param>
    /// <returns>Whether <paramref name="layout"/> now is its layout.</returns>
    public static bool TryLearn(JsonMembers members, byte* block, int row, ushort* quotes, int quoteCount, JsonLayout layout)
    {
        layout.Clear();
        layout.Quotes = quoteCount;
        var learner = new JsonShapeLearner(block, row, quotes, quoteCount, layout);
        return learner.Row(members);
    }

    private bool Row(JsonMembers members)
    {
        if (_quoteCount == 0)
        {
            return false;
        }

        _layout.BytesBeforeFirstQuote = (int)(Quote(0) - _p);
        SkipSpace();
        int slots = _layout.AddSlots(members.Slots);
        if (!IsAt((byte)'{') || !Object(members, slots))
        {
            return false;
        }

        SkipSpace();
        if (_p != _end || _quote != _quoteCount)
        {
            return false;
        }

        bool hasQuote = _fixed <= Quote(_quoteCount - 1);
        _layout.BytesAfterLastQuote = hasQuote ? (int)(_end - Quote(_quoteCount - 1) - 1) : -1;
        return hasQuote ? EndFixed(_end) : AddFixed(_quoteCount, _quoteCount, _end);
    }

    private bool Object(JsonMembers? members, int slots)
    {
        _p++;
        SkipSpace();
        if (IsAt((byte)'}'))
        {
            _p++;
            return true;
        }

        _depth += members == null ? 1 : 0;
        while (true)
        {
            if (!Name(out ReadOnlySpan<byte> name))
            {
                return false;
            }

            int member = members?.Find(name) ?? -1;
            bool ok = member < 0 ? Unread() : Needed(members![member], slots + members.SlotOf(member));
            if (!ok)
            {
                return false;
            }

            SkipSpace();
            if (IsAt((byte)'}'))
            {
                _p++;
                _depth -= members == null ? 1 : 0;
                return true;
            }

            if (!IsAt((byte)','))
            {
                return false;
            }

            _p++;
            SkipSpace();
        }
    }

    private bool Name(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!IsAt((byte)'"') || _quote + 2 > _quoteCount || Quote(_quote) != _p)
        {
            return false;
        }

        byte* close = Quote(_quote + 1);
        name = new ReadOnlySpan<byte>(_p + 1, (int)(close - _p - 1));
        _quote += 2;
        _p = close + 1;
        SkipSpace();
        if (name.Contains((byte)'\\') || !IsAt((byte)':'))
        {
            return false;
        }

        _p++;
        SkipSpace();
        return true;
    }

    private bool Needed(JsonMember member, int slot)
    {
        if (_layout.Slots[slot].What.Kind != JsonSlotKind.Missing)
        {
            return false;
        }

        if (member.Kind == JsonMemberKind.Value)
        {
            return NeededValue(slot);
        }

        // Null is taken into the fixed bytes: rows that have something else there are of another shape.
        if (IsAt((byte)'n'))
        {
            _p += JsonBare.Run(_p, _end);
            _layout.SetSlot(slot, JsonSlotKind.Null, default);
            return true;
        }

        if (member.Kind == JsonMemberKind.Record)
        {
            _layout.SetSlot(slot, JsonSlotKind.Present, default);
            return IsAt((byte)'{') && Object(member.Children, slot + 1);
        }

        return IsAt((byte)'[') && List(member, slot);
    }

    private bool NeededValue(int slot)
    {
        bool isText = IsAt((byte)'"');
        if (!(isText ? String(out JsonLayout.Place place) : Bare(out place)))
        {
            return false;
        }

        _layout.SetSlot(slot, isText ? JsonSlotKind.Text : JsonSlotKind.Bare, place);
        return true;
    }

    private bool List(JsonMember member, int slot)
    {
        int count = CountElements();
        if (count < 0)
        {
            return false;
        }

        int width = member.Children?.Slots ?? 1;
        if ((long)count * width > JsonShape.MaxPlaces)
        {
            return false;
        }

        int element = _layout.AddSlots(count * width);
        _layout.SetList(slot, element, count);
        return Elements(member, element, width);
    }

    private bool Elements(JsonMember? member, int slot, int width)
    {
        _p++;
        SkipSpace();
        if (IsAt((byte)']'))
        {
            _p++;
            return true;
        }

        _depth += member == null ? 1 : 0;
        for (; ; slot += width)
        {
            bool ok = member == null ? Unread() : member.Kind == JsonMemberKind.RecordList ? IsAt((byte)'{') && Object(member.Children, slot) : NeededValue(slot);
            if (!ok)
            {
                return false;
            }

            SkipSpace();
            if (IsAt((byte)']'))
            {
                _p++;
                _depth -= member == null ? 1 : 0;
                return true;
            }

            if (!IsAt((byte)','))
            {
                return false;
            }

            _p++;
            SkipSpace();
        }
    }

    /// <summary>Elements of the array that begins here, or -1.</summary>
    private readonly int CountElements()
    {
        byte* p = _p + 1;
        int count = 0;
        while (true)
        {
            p += SpaceAt(p);
            if (p < _end && *p == (byte)']')
            {
                return count;
            }

            if (count > 0)
            {
                if (p >= _end || *p != (byte)',')
                {
                    return -1;
                }

                p++;
                p += SpaceAt(p);
            }

            p = JsonSkip.Value(p, _end);
            if (p == null)
            {
                return -1;
            }

            count++;
        }
    }

    private bool Unread()
    {
        if (IsAt((byte)'"'))
        {
            return String(out _);
        }

        if (!IsAt((byte)'{') && !IsAt((byte)'['))
        {
            if (!Bare(out JsonLayout.Place bare))
            {
                return false;
            }

            _layout.Gaps.Add(new JsonLayout.Gap { Place = bare });
            return true;
        }

        byte* after = JsonSkip.Value(_p, _end, _depth);
        if (after == null)
        {
            return false;
        }

        // Without quotes inside, what it holds may differ from row to row: it is passed over anew in each.
        if (_quote == _quoteCount || Quote(_quote) >= after)
        {
            if (!Place(after, out JsonLayout.Place container))
            {
                return false;
            }

            _layout.Gaps.Add(new JsonLayout.Gap { Place = container, ContainerDepth = _depth + 1 });
            return true;
        }

        return IsAt((byte)'{') ? Object(null, 0) : Elements(null, 0, 0);
    }

    /// <summary>A string: ends the fixed bytes with its opening quote and begins new ones with its closing quote.</summary>
    private bool String(out JsonLayout.Place place)
    {
        place = default;
        if (_quote + 2 > _quoteCount || Quote(_quote) != _p || !EndFixed(_p + 1))
        {
            return false;
        }

        place.StartQuote = _quote;
        place.StartDistance = 1;
        place.EndQuote = _quote + 1;
        _fixed = Quote(_quote + 1);
        _p = _fixed + 1;
        _quote += 2;
        return true;
    }

    private bool Bare(out JsonLayout.Place place)
    {
        int length = JsonBare.Run(_p, _end);
        place = default;
        return length > 0 && Place(_p + length, out place);
    }

    /// <summary>A value without quotes, from here to <paramref name="after"/>: found from the quote before it and from the next one, or from the newline.</summary>
    private bool Place(byte* after, out JsonLayout.Place place)
    {
        place = default;

        // Fixed bytes without a quote could not be found again.
        if (_quote == 0 || _fixed > Quote(_quote - 1) || !EndFixed(_p))
        {
            return false;
        }

        long start = _p - Quote(_quote - 1);
        long end = after - Quote(_quote);
        if (start > MaxDistance || end < -MaxDistance)
        {
            return false;
        }

        place.StartQuote = _quote - 1;
        place.StartDistance = (int)start;
        place.EndQuote = _quote;
        place.EndDistance = (int)end;
        _p = _fixed = after;
        return true;
    }

    /// <summary>Gives the fixed bytes collected so far, up to <paramref name="end"/>, to the shape, at their first quote.</summary>
    private bool EndFixed(byte* end)
    {
        int first = _quote;
        while (first > 0 && Quote(first - 1) >= _fixed)
        {
            first--;
        }

        // The quote of a string that opens right at the end is among the bytes, but not counted yet.
        int last = _quote < _quoteCount && Quote(_quote) < end ? _quote : _quote - 1;
        return AddFixed(first, last, end);
    }

    private readonly bool AddFixed(int first, int last, byte* end) => _layout.AddFixed(_block, _quotes, first, last, (int)(_fixed - _block), (int)(end - _fixed));

    private readonly byte* Quote(int number) => _block + _quotes[number];

    private readonly bool IsAt(byte value) => _p < _end && *_p == value;

    private void SkipSpace() => _p += SpaceAt(_p);

    private readonly int SpaceAt(byte* p)
    {
        byte* start = p;
        while (p < _end && *p is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            p++;
        }

        return (int)(p - start);
    }
}
