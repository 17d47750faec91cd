namespace Compiled.Formats;

/// <summary>
/// Makes a <see cref="JsonShape"/> of a row that the cursor has accepted. Anything unusual (an escaped name, a needed member twice, values that no quote tells apart)
/// makes it give up: such rows are read by the cursor for ever.
/// </summary>
internal unsafe ref partial struct JsonShapeLearner
{
    private const int MaxDistance = 16 * 1024;

    private readonly byte* _block;
    private readonly byte* _row;
    private readonly ushort* _quotes;
    private readonly int _quoteCount;
    private readonly byte* _end;
    private readonly JsonLayout _layout;
    private byte* _p;
    private bool _mayRefuse;

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
        _p = _fixed = _row = block + row;
        _end = block + quotes[quoteCount];
    }

    /// <summary>Learns a row.</summary>
    /// <param name="quotes">Positions of the row's quotes and of its newline.</param>
    /// <param name="mayRefuse">Whether bare values are checked although they are needed: a row that a filter refuses is not converted.</param>
    /// <returns>Whether <paramref name="layout"/> now is its layout.</returns>
    public static bool TryLearn(JsonMembers members, byte* block, int row, ushort* quotes, int quoteCount, JsonLayout layout, bool mayRefuse)
    {
        layout.Clear();
        layout.Quotes = quoteCount;
        var learner = new JsonShapeLearner(block, row, quotes, quoteCount, layout) { _mayRefuse = mayRefuse };
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
