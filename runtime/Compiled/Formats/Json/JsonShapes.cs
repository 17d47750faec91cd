namespace Compiled.Formats;

/// <summary>
/// The layouts that rows of an input have had lately, by their number of quotes: lists of different lengths and optional members make different layouts, and
/// few inputs have more than some dozens.
/// </summary>
internal sealed unsafe class JsonShapes
{
    private const int Buckets = 256;
    private const int Ways = 16;

    // After so many rows in a row that fitted no shape, only every sixteenth is tried: where no two rows are alike, trying costs more than it saves.
    private const int Misses = 64;
    private const int TrialMask = 15;

    // A shape that was used so often is worth what it cost to learn it.
    private const int Worth = 16;
    private const int MaxPrice = 4096;

    private readonly JsonShape?[] _shapes = new JsonShape?[Buckets * Ways];
    private readonly JsonMembers _members;
    private JsonShape? _last;
    private readonly JsonLayout _layout = new();
    private JsonShape _spare = new();

    /// <summary>How many rows without a shape are read before one is learned: more with each shape that turned out useless, so that rows that never repeat cost little.</summary>
    private int _price = 1;
    private int _paid;

    private readonly bool _mayRefuse;
    private readonly bool _makesTemplates;

    public JsonShapes(JsonMembers members, bool mayRefuse, bool makesTemplates)
    {
        _members = members;
        _mayRefuse = mayRefuse;
        _makesTemplates = makesTemplates;
    }

    private int _misses;

    /// <summary>Whether the next row should be tried against the shapes.</summary>
    public bool AreWorthATry => _misses < Misses || (_misses & TrialMask) == 0;

    /// <summary>Says that rows fitted a shape.</summary>
    public void Hit() => _misses = 0;

    /// <summary>Says that a row fitted no shape, or was not tried.</summary>
    public void Missed() => _misses = _misses == int.MaxValue ? Misses : _misses + 1;

    // Rows foreseen are weighed against those that were not.
    private const int Surprising = 64;
    private const int Suspicious = 8;

    private int _surprise;

    /// <summary>Whether most rows have another layout than was foreseen: searching for it costs more than to look up the names of each.</summary>
    public bool AreFree => _surprise == Surprising;

    /// <summary>Whether that may become so.</summary>
    public bool MayBeFree => _surprise >= Suspicious;

    /// <summary>Says that so many rows had the layout that was foreseen.</summary>
    public void Foreseen(int rows) => _surprise = Math.Max(0, _surprise - rows);

    /// <summary>Says that a row did not have it.</summary>
    public void Surprised() => _surprise = Math.Min(_surprise + 1, Surprising);

    /// <summary>The shape of the row before, or null.</summary>
    public JsonShape? Last => _last;

    /// <summary>The shape that is likely if the next row is not of the last one, or null.</summary>
    public JsonShape? Next => _last?.Next is { IsKnown: true } next ? next : null;

    /// <summary>The shapes of rows with so many quotes, among others; then null.</summary>
    public ReadOnlySpan<JsonShape?> Candidates(int quoteCount) => _shapes.AsSpan(quoteCount % Buckets * Ways, Ways);

    /// <summary>Says that a row was of the shape at <paramref name="way"/> of <see cref="Candidates"/>.</summary>
    public void Use(int quoteCount, int way)
    {
        Span<JsonShape?> ways = _shapes.AsSpan(quoteCount % Buckets * Ways, Ways);
        JsonShape shape = ways[way]!;
        shape.Uses = Math.Min(shape.Uses + 1, Worth);
        if (way > 0)
        {
            // Those in use move to the front step by step, and the others to the end.
            (ways[way - 1], ways[way]) = (shape, ways[way - 1]);
        }

        Follow(shape);
    }

    /// <summary>Says that a row of <paramref name="shape"/> followed the one before.</summary>
    public void Follow(JsonShape shape)
    {
        if (_last != null)
        {
            _last.Next = shape;
        }

        _last = shape;
    }

    /// <summary>Learns the layout of a row that had none of the known ones, if that seems worth it.</summary>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="row">Position of the row.</param>
    /// <param name="quotes">Positions of its quotes.</param>
    /// <param name="quoteCount">How many there are.</param>
    /// <param name="rows">For how many rows without a shape it stands.</param>
    public void Learn(byte* block, int row, ushort* quotes, int quoteCount, int rows = 1)
    {
        _paid += rows;
        if (_paid < _price)
        {
            return;
        }

        _paid = 0;
        if (!JsonShapeLearner.TryLearn(_members, block, row, quotes, quoteCount, _layout, _mayRefuse) || !_spare.Set(_layout))
        {
            return;
        }

        if (_makesTemplates)
        {
            _spare.Outline(_layout, block + row, block + quotes[quoteCount]);
        }

        // In the middle of its bucket: those in front have proved themselves. The last one falls out and gives its memory to the next.
        JsonShape learned = _spare;
        Span<JsonShape?> ways = _shapes.AsSpan(quoteCount % Buckets * Ways, Ways);
        int way = ways.IndexOf((JsonShape?)null);
        if (way < 0)
        {
            _spare = ways[Ways - 1]!;
            _spare.IsKnown = false;
            _price = _spare.Uses >= Worth ? Math.Max(_price / 2, 1) : Math.Min(_price * 2, MaxPrice);
            way = Ways / 2;
            ways[way..(Ways - 1)].CopyTo(ways[(way + 1)..]);
        }
        else
        {
            _spare = new JsonShape();
        }

        learned.IsKnown = true;
        learned.Next = null;
        ways[way] = learned;
        Follow(learned);
    }
}
