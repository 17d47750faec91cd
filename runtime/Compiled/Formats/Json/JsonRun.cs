using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>Rows of one layout in a row, so that their values can be read a member at a time; or those of them that a filter left.</summary>
public readonly unsafe ref partial struct JsonRun
{
    private readonly JsonFields _first;
    private readonly int* _rows;

    private readonly bool _isWide;

    internal JsonRun(in JsonFields first, int* rows, int count, int width)
    {
        _isWide = width >= 512 && JsonColumns512.IsSupported;
        _first = first;
        _rows = rows;
        Count = count;
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>The values of one of them. Not checked.</summary>
    /// <param name="row">Its number, below <see cref="Count"/>.</param>
    public JsonFields this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _first.RowAfter(_rows[row]);
    }
}
