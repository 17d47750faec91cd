using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>
/// Rows whose members come in any order: what a layout cannot foresee. Each name is looked up (<see cref="JsonNameTable"/>), and a row is handed out as one of a shape
/// would be, with the places of its needed values, so all that comes after is the same.
/// </summary>
/// <remarks>
/// A row is told if it is JSON as far as <see cref="JsonCursor"/> looks, no needed member comes twice, and each of them is there, missing, a text or something else
/// as it was in rows that the cursor has accepted. Anything else is left to the cursor.
/// </remarks>
internal sealed unsafe partial class JsonFreeRows
{
    /// <summary>Most slots: bits of a word.</summary>
    private const int MaxSlots = 64;

    private readonly JsonNameTable _root;
    private readonly JsonTokens? _tokens;
    private readonly JsonBuffer<JsonSlot> _slots = new();
    private readonly List<Record> _records = [];
    private readonly ulong _all;
    private readonly ulong _recordBits;

    /// <summary>A row that was read and not taken, since it has other members than those before; null: none.</summary>
    private ushort* _nextQuotes;
    private JsonFreeRow _next;
    private readonly uint[] _nextPlaces;

    /// <summary>The row being read, or the last one.</summary>
    private JsonFreeRow _row = new() { Colon = JsonSeparator.Colon, Comma = JsonSeparator.Comma };

    private byte* _block;
    private ushort* _quotesEnd;

    /// <summary>Where the last whole row ends, without its newline.</summary>
    private int _end;

    private JsonFreeRows(JsonNameTable root, JsonMembers members, int width)
    {
        _root = root;
        _tokens = width >= 512 && JsonTokens512.IsSupported ? new JsonTokens() : null;
        SlotCount = members.Slots;
        _nextPlaces = new uint[PlaceCount];
        for (int i = 0; i < SlotCount; i++)
        {
            _slots.Add(default);
            _all |= 1UL << i;
        }

        AddRecords(members, 0);
        foreach (Record record in _records)
        {
            _recordBits |= record.Own;
        }
    }

    /// <summary>Slots of a row.</summary>
    private int SlotCount { get; }

    /// <summary>Places of a row: one for values that nobody reads, then those of slots.</summary>
    public int PlaceCount => SlotCount + 1;

    /// <summary>What the slots of the rows taken last are.</summary>
    public JsonSlot* Slots => _slots.Pointer;

    /// <summary>Makes what reads rows with these members; null if they are too many, or lists are needed.</summary>
    /// <param name="members">The needed members.</param>
    /// <param name="width">Vector width in bits.</param>
    public static JsonFreeRows? TryMake(JsonMembers members, int width) =>
        members.Slots <= MaxSlots && JsonNameTable.TryMake(members, 0) is { } root ? new JsonFreeRows(root, members, width) : null;

    /// <summary>Takes rows as long as they have the same needed members of the same kinds.</summary>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="row">Position of the first row.</param>
    /// <param name="end">Where the block's whole rows end.</param>
    /// <param name="quotes">Positions of the first row's quotes and of all that follows; gets those of the first row not taken.</param>
    /// <param name="quotesEnd">Where the block's positions end.</param>
    /// <param name="limit">Most rows to take.</param>
    /// <param name="places">Gets the places of the rows taken, and may write over 64 bytes behind them.</param>
    /// <param name="newlines">Gets the position of each row's newline.</param>
    /// <returns>Number of rows taken.</returns>
    public int Match(byte* block, int row, int end, ref ushort* quotes, ushort* quotesEnd, int limit, uint* places, ushort* newlines)
    {
        _block = block;
        _quotesEnd = quotesEnd;
        _end = end - 1;
        int rows = 0;

        // Whether the row was read behind those before, which it is not like.
        bool isRead = false;
        ulong seen = 0;
        ulong texts = 0;
        while (rows < limit && row < end)
        {
            if (!(isRead ? IsConsistent(in _row) : TryNext(row, quotes, places)))
            {
                break;
            }

            if (_row.Seen != seen || _row.Texts != texts || rows == 0)
            {
                if (!IsAccepted(in _row))
                {
                    break;
                }

                if (rows > 0)
                {
                    // It is the first of the next rows to be taken: it need not be looked at again.
                    KeepNext(quotes, places);
                    break;
                }

                (seen, texts) = (_row.Seen, _row.Texts);
                SetSlots(in _row);
            }

            newlines[rows++] = *_row.Quotes;
            places += PlaceCount;
            quotes = _row.Quotes + 1;
            row = newlines[rows - 1] + 1;
            isRead = false;
            if (_row.IsPlain && rows < limit && row < end && (seen & _recordBits) == 0)
            {
                int alike = TakeAlike(row, limit - rows, places, newlines + rows);
                if (alike > 0)
                {
                    rows += alike;
                    places += alike * PlaceCount;
                    quotes = QuoteAt(quotes, newlines[rows - 1]) + 1;
                    row = newlines[rows - 1] + 1;
                }

                isRead = _row.StoppedAt > 0;
                _row.Quotes = isRead ? QuoteAt(quotes, _row.StoppedAt) : quotes;
            }
        }

        return rows;
    }

    /// <summary>Takes flat rows that have the members of the one before, of the same kinds; that they are accepted is known.</summary>
    private int TakeAlike(int row, int limit, uint* places, ushort* newlines)
    {
        _row.Places = places;
        _row.StoppedAt = 0;
        ushort* token = _tokens!.Row(_block, row, _end + 1);
        if (token == null)
        {
            return 0;
        }

        int rows = JsonFlatMembers.ReadAlike(_root, SlotCount, _block, ref token, _end + 1, limit, ref _row, newlines);
        _tokens.Pass(token, rows + (_row.StoppedAt > 0 ? 1 : 0));
        return rows;
    }

    /// <summary>From one position on, that of a newline: how many quotes lie before it, only their index knows.</summary>
    private ushort* QuoteAt(ushort* quotes, int newline) => quotes + Math.Max(0, new ReadOnlySpan<ushort>(quotes, (int)(_quotesEnd - quotes)).IndexOf((ushort)newline));

    /// <summary>Forgets what the index said: there is a new one.</summary>
    public void Forget()
    {
        _nextQuotes = null;
        _tokens?.Forget();
    }

    private void KeepNext(ushort* quotes, uint* places)
    {
        _nextQuotes = quotes;
        _next = _row;
        new ReadOnlySpan<uint>(places, PlaceCount).CopyTo(_nextPlaces);
    }

    /// <summary>Takes the row that was kept if it is the next one, else reads that.</summary>
    private bool TryNext(int row, ushort* quotes, uint* places)
    {
        if (quotes != _nextQuotes)
        {
            return TryRow(row, quotes, places);
        }

        _nextQuotes = null;
        _row = _next;
        _nextPlaces.CopyTo(new Span<uint>(places, PlaceCount));
        return true;
    }

    /// <summary>Reads a row as far as its newline.</summary>
    private bool TryRow(int row, ushort* quotes, uint* places)
    {
        if (_tokens is { AreWorthATry: true })
        {
            Begin(quotes, places);
            if (TryFlat(row, _tokens))
            {
                return IsConsistent(in _row);
            }
        }

        Begin(quotes, places);
        return EndsRow(Object(_root, row, ref _row)) && IsConsistent(in _row);
    }

    /// <summary>Reads a row that is a flat object without white space.</summary>
    private bool TryFlat(int row, JsonTokens tokens)
    {
        ushort* token = tokens.Row(_block, row, _end + 1);
        if (token == null)
        {
            return false;
        }

        int after = JsonFlatMembers.ReadRow(_root, SlotCount, _block, ref token, tokens.End, _end, ref _row);
        if (after > 0)
        {
            _row.Quotes = QuoteAt(_row.Quotes, after + (_block[after] == (byte)'\r' ? 1 : 0));
        }

        bool isFlat = EndsRow(after);
        if (isFlat)
        {
            tokens.Pass(token + 2, 1);
        }
        else
        {
            tokens.Miss();
        }

        return isFlat;
    }

    /// <summary>Whether the row's newline is what comes behind its object, in the block and in the index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool EndsRow(int after)
    {
        after += after > 0 && _block[after] == (byte)'\r' ? 1 : 0;
        return after > 0 && _row.Quotes < _quotesEnd && *_row.Quotes == after && (_block[after] == (byte)'\n' || after == _end);
    }

    // Separators stay as they were in the row before.
    private void Begin(ushort* quotes, uint* places)
    {
        _row.Quotes = quotes;
        _row.Places = places;
        _row.Seen = 0;
        _row.Texts = 0;
        _row.Records = 0;
        _row.Needed = 0;
        _row.IsPlain = false;
    }
}
