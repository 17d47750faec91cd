namespace Compiled.Formats;

// From one run of rows of a shape to the next.
public sealed unsafe partial class JsonRows
{
    /// <summary>Goes to the next rows of one shape, at least one.</summary>
    private bool NextRun(ref JsonFields fields, int limit)
    {
        if (_row >= _end && !NextBlock())
        {
            return false;
        }

        fields = new JsonFields(_block, null, 0, 0, 1, null, _scratch);
        _freeTaken = 0;
        if (_isLong)
        {
            _row = _end;
            return true;
        }

        if (_isWalked)
        {
            TakeWalked(ref fields, limit);
            return true;
        }

        bool areFree = _shapes.AreFree && TriesFree();
        if (areFree && _freeSinceTrial < _betweenTrials && TakeFree(ref fields, limit))
        {
            return true;
        }

        bool isWorthATry = areFree || _shapes.AreWorthATry;
        JsonShape? shape = !isWorthATry ? null : _isOther ? _shapes.Next : _shapes.Last;
        int rows = shape == null ? 0 : Take(shape, limit);
        if (rows > 0)
        {
            _shapes.Foreseen(rows);
            if (_isOther)
            {
                _shapes.Follow(shape!);
            }
        }
        else
        {
            int quoteCount = _index.NewlineOf(_row) - _quote;
            shape = isWorthATry ? Other(quoteCount, limit, tried: shape, out rows) : null;
            if (rows < LeastRun)
            {
                _shapes.Surprised();
            }
            else
            {
                _shapes.Foreseen(rows);
            }

            if (shape == null)
            {
                _isOther = false;
                _shapes.Missed();
                if ((areFree || (_shapes.MayBeFree && !_shapes.AreFree && TriesFree())) && LearnFree(ref fields, quoteCount))
                {
                    return true;
                }

                Advance(1, quoteCount);
                return true;
            }
        }

        _freeSinceTrial = 0;
        _betweenTrials = LeastBetweenTrials;
        _shapes.Hit();
        fields = new JsonFields(_block, (uint*)_places, _placeCount / 2, 1, rows, shape!.Slots, _scratch);
        Advance(rows, shape.Quotes);
        _isOther = rows < _room;
        if (rows >= LeastRun && shape.Walk != null)
        {
            _walker.Shape = shape;
        }

        return true;
    }

    /// <summary>Takes rows that have been walked.</summary>
    private void TakeWalked(ref JsonFields fields, int limit)
    {
        JsonShape shape = _walker.Shape!;
        int rows = Math.Min(RowsAtOnce(limit, _walker.PlaceCount), _walker.Next - _walkedRow);
        int stride = _walker.Place(_walkedRow, rows, (uint*)_places);
        fields = new JsonFields(_block, (uint*)_places, 1, stride, rows, shape.Slots, _scratch);
        _walkedRow += rows;
        _row = _walker.Start(_walkedRow);
        _shapes.Hit();
        if (_shapes.Last != shape)
        {
            _shapes.Follow(shape);
        }
    }

    /// <summary>Finds the places of the next rows, as long as they are of a shape.</summary>
    private int Take(JsonShape shape, int limit)
    {
        if (shape.Template is { } template)
        {
            _room = RowsAtOnce(limit, template.PlaceCount);
            int told = template.Match512(_block, _row, _positions + _quote, _positions + _index.Count, _room, _places);
            if (told > 0)
            {
                if (_isRefused && shape == _walker.Shape)
                {
                    Observe(shape, 1);
                }

                _placeCount = template.PlaceCount;
                return told;
            }

            // A row that the template does not tell may be of the shape all the same, but is none of many.
            limit = shape.MayMatch(_positions + _quote) ? 1 : 0;
        }

        _placeCount = shape.PlaceCount;
        _room = RowsAtOnce(limit, shape.PlaceCount);
        int rows = _room == 0 ? 0 : Match(shape, _room);
        if (rows > 0 && (shape.WantsRows || shape.Template != null))
        {
            Observe(shape, rows);
        }

        return rows;
    }

    /// <summary>Shows rows of a shape to its template, which did not tell the first of them or is yet to be made.</summary>
    private void Observe(JsonShape shape, int rows)
    {
        ushort* newlines = _positions + _quote + shape.Quotes;
        int start = _row;
        for (int i = 0; i < rows; i++, newlines += shape.Quotes + 1)
        {
            shape.Observe(_block + start, _block + *newlines);
            start = *newlines + 1;
            if (!shape.WantsRows)
            {
                return;
            }
        }
    }

    /// <summary>Looks for another shape that fits the next row.</summary>
    private JsonShape? Other(int quoteCount, int limit, JsonShape? tried, out int rows)
    {
        ReadOnlySpan<JsonShape?> candidates = _shapes.Candidates(quoteCount);
        ushort* quotes = _positions + _quote;
        rows = 0;
        for (int way = 0; way < candidates.Length && candidates[way] is { } shape; way++)
        {
            if (shape.Quotes == quoteCount && shape.MayMatch(quotes) && shape != tried)
            {
                rows = Take(shape, limit);
                if (rows > 0)
                {
                    _shapes.Use(quoteCount, way);
                    return shape;
                }
            }
        }

        return null;
    }

    private int Match(JsonShape shape, int limit) =>
        shape.Match(_block, _row, _end, _positions + _quote, _positions + _index.Count, limit, _width, _places);

    private static int RowsAtOnce(int limit, int placeCount) => Math.Min(limit, Math.Max(1, PlacesAtOnce / Math.Max(1, placeCount)));

    /// <summary>Goes over rows that have the same number of quotes.</summary>
    private void Advance(int rows, int quoteCount)
    {
        _runQuotes = quoteCount;
        _quote += rows * (quoteCount + 1);
        _row = _positions[_quote - 1] + 1;
    }
}
