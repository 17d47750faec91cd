using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>
/// Where in a block is a byte outside of texts that stands in no number or word: braces, colons, commas and newlines, if rows are flat objects without white space.
/// So is whatever is wrong there: anything else outside of texts, a newline within one, a text that does not begin behind a token, and what stands behind a text that does not end before one.
/// </summary>
internal sealed unsafe class JsonTokens
{
    // Kernels store whole vectors of positions; and some that end the last row.
    private const int Slack = 128;
    private const int Ends = 4;

    // If so many rows more are otherwise than there are flat ones, some blocks are left out.
    private const int LeastBalance = -8;
    private const int MostBalance = 16;
    private const int Pause = 16;

    private readonly JsonBuffer<ushort> _tokens = new();
    private int _balance;
    private int _pause;
    private int _next;
    private int _count;

    /// <summary>Where the rows begin and end whose tokens have been found.</summary>
    private int _start;
    private int _end;

    public JsonTokens() => _tokens.Reserve(JsonIndex.BlockBytes + Slack);

    /// <summary>Whether the rows of this block are worth a try.</summary>
    public bool AreWorthATry
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _pause == 0 && _balance >= LeastBalance;
    }

    /// <summary>Where the tokens end.</summary>
    public ushort* End => _tokens.Pointer + _count;

    /// <summary>Forgets the block.</summary>
    public void Forget()
    {
        _start = 0;
        _end = 0;
        if (_balance < LeastBalance)
        {
            _balance = 0;
            _pause = Pause;
        }

        _pause -= _pause > 0 ? 1 : 0;
    }

    /// <summary>The tokens of a row, from its first brace on, or null if nothing is known of them. Behind the last one come some of which none is followed by a name.</summary>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="row">Where the row begins.</param>
    /// <param name="end">Where the block's whole rows end.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort* Row(byte* block, int row, int end)
    {
        ushort* next = _tokens.Pointer + _next;
        return row >= _start && row < _end && *next == row ? next : Find(block, row, end);
    }

    /// <summary>Says that so many rows were flat, and where the tokens of the next one begin.</summary>
    public void Pass(ushort* next, int rows)
    {
        _next = (int)(next - _tokens.Pointer);
        _balance = Math.Min(_balance + rows, MostBalance);
    }

    /// <summary>Says that a row was not flat.</summary>
    public void Miss() => _balance--;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ushort* Find(byte* block, int row, int end)
    {
        ushort* tokens = _tokens.Pointer;
        if (row < _start || row >= _end)
        {
            _count = JsonTokens512.Find(block, row, end, tokens);
            new Span<ushort>(tokens + _count, Ends).Fill((ushort)row);
            _next = 0;
            _start = row;
            _end = end;
        }

        while (_next < _count && tokens[_next] < row)
        {
            _next++;
        }

        return _next < _count && tokens[_next] == row ? tokens + _next : null;
    }
}
