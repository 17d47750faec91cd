using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>
/// Makes a <see cref="JsonShape"/> of a row that the cursor has accepted. Anything unusual (an escaped name, a needed member twice, values that no quote tells apart)
/// makes it give up: such rows are read by the cursor for ever.
/// </summary>
internal unsafe ref struct JsonShapeLearner
{
    private const int MaxParts = 2048;
    private const int MaxDistance = 16 * 1024;

    private readonly byte* _block;
    private readonly ushort* _quotes;
    private readonly int _quoteCount;
    private readonly byte* _end;
    private readonly JsonShape _shape;
    private byte* _p;

    /// <summary>Where the fixed bytes being collected begin.</summary>
    private byte* _fixed;

    /// <summary>Quotes passed so far.</summary>
    private int _quote;

    /// <summary>Skipped brackets that are open here.</summary>
    private int _depth;

    private JsonShapeLearner(byte* block, int row, ushort* quotes, int quoteCount, JsonShape shape)
    {
        _block = block;
        _quotes = quotes;
        _quoteCount = quoteCount;
        _shape = shape;
        _p = _fixed = block + row;
        _end = block + quotes[quoteCount];
    }

    /// <summary>Learns a row.</summary>
    /// <param name="quotes">Positions of the row's quotes and of its newline.</param>
    /// <returns>Whether <paramref name="shape"/> now holds its layout.</returns>
    public static bool TryLearn(JsonMembers members, byte* block, int row, ushort* quotes, int quoteCount, JsonShape shape)
    {
        shape.Clear();
        shape.Quotes = quoteCount;
        var learner = new JsonShapeLearner(block, row, quotes, quoteCount, shape);
        return learner.Row(members);
    }

    private bool Row(JsonMembers members)
    {
        if (_quoteCount == 0)
        {
            return false;
        }

        _shape.BytesBeforeFirstQuote = (int)(Quote(0) - _p);
        SkipSpace();
        int slots = _shape.AddSlots(members.Slots);
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
        _shape.BytesAfterLastQuote = hasQuote ? (int)(_end - Quote(_quoteCount - 1) - 1) : -1;
        return hasQuote ? EndFixed(_end) : AddFixed(_quoteCount, _end);
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
        if (_shape.Slots[slot].Kind != JsonSlotKind.Missing)
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
            _shape.Slots[slot].Kind = JsonSlotKind.Null;
            return true;
        }

        _shape.Slots[slot].Kind = JsonSlotKind.Present;
        if (member.Kind == JsonMemberKind.Record)
        {
            return IsAt((byte)'{') && Object(member.Children, slot + 1);
        }

        return IsAt((byte)'[') && List(member, slot);
    }

    private bool NeededValue(int slot)
    {
        bool isText = IsAt((byte)'"');
        if (!(isText ? String(out JsonSlot place) : Bare(out place)))
        {
            return false;
        }

        place.Kind = isText ? JsonSlotKind.Text : JsonSlotKind.Bare;
        _shape.Slots[slot] = place;
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
        int element = _shape.AddSlots(count * width);
        _shape.Slots[slot].ElementCount = count;
        _shape.Slots[slot].FirstElement = element - slot;
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
            if (!Bare(out JsonSlot bare))
            {
                return false;
            }

            _shape.AddGap(bare, containerDepth: 0);
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
            if (!Place(after, out JsonSlot container))
            {
                return false;
            }

            _shape.AddGap(container, containerDepth: _depth + 1);
            return true;
        }

        return IsAt((byte)'{') ? Object(null, 0) : Elements(null, 0, 0);
    }

    /// <summary>A string: ends the fixed bytes with its opening quote and begins new ones with its closing quote.</summary>
    private bool String(out JsonSlot place)
    {
        place = default;
        if (_quote + 2 > _quoteCount || Quote(_quote) != _p || !EndFixed(_p + 1))
        {
            return false;
        }

        place.StartQuote = (ushort)_quote;
        place.StartDistance = 1;
        place.EndQuote = (ushort)(_quote + 1);
        _fixed = Quote(_quote + 1);
        _p = _fixed + 1;
        _quote += 2;
        return true;
    }

    private bool Bare(out JsonSlot place)
    {
        int length = JsonBare.Run(_p, _end);
        place = default;
        return length > 0 && Place(_p + length, out place);
    }

    /// <summary>A value without quotes, from here to <paramref name="after"/>: found from the quote before it and from the next one, or from the newline.</summary>
    private bool Place(byte* after, out JsonSlot place)
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

        place.StartQuote = (ushort)(_quote - 1);
        place.StartDistance = (short)start;
        place.EndQuote = (ushort)_quote;
        place.EndDistance = (short)end;
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

        return AddFixed(first, end);
    }

    private bool AddFixed(int quote, byte* end)
    {
        long distance = _fixed - Quote(quote);
        if (distance < -MaxDistance || end - _fixed > MaxDistance)
        {
            return false;
        }

        _shape.AddFixed(quote, (int)distance, _fixed, (int)(end - _fixed));
        return _shape.PartCount <= MaxParts;
    }

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
