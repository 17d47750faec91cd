namespace Compiled.Formats;

// Values: needed ones get a slot, others a gap, and what lies between belongs to the fixed bytes.
internal unsafe ref partial struct JsonShapeLearner
{
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
        if (_mayRefuse && !isText)
        {
            _layout.Gaps.Add(new JsonLayout.Gap { Place = place });
        }

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
            if (!Place(after, JsonLayout.ValueKind.Container, out JsonLayout.Place container))
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
        AddValue(JsonLayout.ValueKind.Text, in place, _p + 1, _fixed);
        _p = _fixed + 1;
        _quote += 2;
        return true;
    }

    private bool Bare(out JsonLayout.Place place)
    {
        int length = JsonBare.Run(_p, _end);
        place = default;
        return length > 0 && Place(_p + length, JsonLayout.ValueKind.Bare, out place);
    }

    /// <summary>A value without quotes, from here to <paramref name="after"/>: found from the quote before it and from the next one, or from the newline.</summary>
    private bool Place(byte* after, JsonLayout.ValueKind kind, out JsonLayout.Place place)
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
        AddValue(kind, in place, _p, after);
        _p = _fixed = after;
        return true;
    }

    private readonly void AddValue(JsonLayout.ValueKind kind, in JsonLayout.Place place, byte* start, byte* end) =>
        _layout.Values.Add(new JsonLayout.Value { Kind = kind, Place = place, Start = (int)(start - _row), End = (int)(end - _row) });
}
