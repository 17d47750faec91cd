namespace Compiled.Formats;

/// <summary>
/// The layouts that rows of an input have had lately, by their number of quotes: lists of different lengths and optional members make different layouts, and
/// few inputs have more than some dozens.
/// </summary>
internal sealed unsafe class JsonShapes
{
    private const int Buckets = 256;
    private const int Ways = 4;

    // What learning costs in rows read without a shape, and how much of it can be saved up: rows that never repeat are learned from rarely.
    private const int LearningCost = 16;
    private const int MaxCredit = 64 * LearningCost;

    private readonly JsonShape?[] _shapes = new JsonShape?[Buckets * Ways];
    private readonly JsonMembers _members;
    private readonly int _width;
    private JsonShape? _last;
    private JsonShape _spare = new();
    private int _credit = MaxCredit;

    public JsonShapes(JsonMembers members, int width)
    {
        _members = members;
        _width = width;
    }

    /// <summary>The shape of a row, or null.</summary>
    /// <param name="quotes">Positions of its quotes and of its newline.</param>
    public JsonShape? Find(byte* block, int row, ushort* quotes, int quoteCount)
    {
        JsonShape? last = _last;
        if (last != null && last.Quotes == quoteCount && last.Matches(block, row, quotes, _width))
        {
            return last;
        }

        return FindOther(block, row, quotes, quoteCount);
    }

    /// <summary>Learns the layout of a row that had none of the known ones, if that seems worth it.</summary>
    public void Learn(byte* block, int row, ushort* quotes, int quoteCount)
    {
        _credit++;
        if (_credit < LearningCost)
        {
            return;
        }

        _credit -= LearningCost;
        if (!JsonShapeLearner.TryLearn(_members, block, row, quotes, quoteCount, _spare))
        {
            return;
        }

        // In front of its bucket; the one that was matched least recently falls out and gives its memory to the next.
        JsonShape learned = _spare;
        Span<JsonShape?> ways = _shapes.AsSpan(quoteCount % Buckets * Ways, Ways);
        _spare = ways[Ways - 1] ?? new JsonShape();
        ways[..(Ways - 1)].CopyTo(ways[1..]);
        ways[0] = learned;
        _last = learned;
    }

    private JsonShape? FindOther(byte* block, int row, ushort* quotes, int quoteCount)
    {
        Span<JsonShape?> ways = _shapes.AsSpan(quoteCount % Buckets * Ways, Ways);
        for (int i = 0; i < ways.Length; i++)
        {
            JsonShape? shape = ways[i];
            if (shape == null)
            {
                break;
            }

            if (shape != _last && shape.Quotes == quoteCount && shape.Matches(block, row, quotes, _width))
            {
                ways[..i].CopyTo(ways[1..]);
                ways[0] = shape;
                _last = shape;
                _credit = Math.Min(_credit + 1, MaxCredit);
                return shape;
            }
        }

        return null;
    }
}
