namespace Compiled.Formats;

/// <summary>Fields of one column to be staged.</summary>
internal readonly unsafe struct StagedFields
{
    public StagedFields(byte* text, uint* bounds, nint stride, int rows, uint returns, bool quoted, bool takesEmpty)
    {
        Text = text;
        Bounds = bounds;
        Stride = stride;
        Rows = rows;
        Returns = returns;
        Quoted = quoted;
        TakesEmpty = takesEmpty;
    }

    /// <summary>What the bounds count from.</summary>
    public byte* Text { get; }

    /// <summary>The separators before and after the first row's field.</summary>
    public uint* Bounds { get; }

    /// <summary>Entries from one row's bounds to the next one's.</summary>
    public nint Stride { get; }

    /// <summary>Number of rows, at most <see cref="DigitStage.Rows"/>.</summary>
    public int Rows { get; }

    /// <summary>Bytes between the field and the separator after it: 1 if there is a carriage return.</summary>
    public uint Returns { get; }

    /// <summary>Whether the first field is in quotes, and so all are expected to be.</summary>
    public bool Quoted { get; }

    /// <summary>Bytes of an empty field with the separator before it.</summary>
    public uint Gap => 1 + Returns + (Quoted ? 2u : 0);

    /// <summary>Whether an empty field is one of zeros, and no fault.</summary>
    public bool TakesEmpty { get; }
}
