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
    private JsonShape? _last;
    private readonly JsonLayout _layout = new();
    private JsonShape _spare = new();
    private int _credit = MaxCredit;

    public JsonShapes(JsonMembers members) => _members = members;

    /// <summary>The shape of the row before, or null.</summary>
    public JsonShape? Last => _last;

    /// <summary>The shapes, other than <see cref="Last"/>, that rows with so many quotes had; the most recent first, then null.</summary>
    public ReadOnlySpan<JsonShape?> Others(int quoteCount) => _shapes.AsSpan(quoteCount % Buckets * Ways, Ways);

    /// <summary>Says that a row was of the shape at <paramref name="way"/> of <see cref="Others"/>.</summary>
    public void Use(int quoteCount, int way)
    {
        Span<JsonShape?> ways = _shapes.AsSpan(quoteCount % Buckets * Ways, Ways);
        JsonShape shape = ways[way]!;
        ways[..way].CopyTo(ways[1..]);
        ways[0] = shape;
        _last = shape;
        _credit = Math.Min(_credit + 1, MaxCredit);
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
        if (!JsonShapeLearner.TryLearn(_members, block, row, quotes, quoteCount, _layout) || !_spare.Set(_layout))
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
}
