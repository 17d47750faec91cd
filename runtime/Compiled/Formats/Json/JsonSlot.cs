namespace Compiled.Formats;

/// <summary>What a shape knows of a needed member.</summary>
internal enum JsonSlotKind
{
    /// <summary>Rows of the shape do not have the member.</summary>
    Missing,

    /// <summary>The member is <c>null</c> in every row of the shape.</summary>
    Null,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    Bare,

    /// <summary>An object or an array.</summary>
    Present,
}

/// <summary>Where rows of a shape hold the value of a needed member: between two quotes of the row, each with a distance.</summary>
internal struct JsonSlot
{
    /// <summary>Number of the quote in the row from which the start is counted.</summary>
    public ushort StartQuote;

    /// <summary>Bytes from that quote to the value's first byte.</summary>
    public short StartDistance;

    /// <summary>Number of the quote (or of the row's newline) from which the end is counted.</summary>
    public ushort EndQuote;

    /// <summary>Bytes from there to the byte after the value.</summary>
    public short EndDistance;

    /// <summary>What is there.</summary>
    public JsonSlotKind Kind;

    /// <summary>For a list: where the slots of its first element are, counted from this one.</summary>
    public int FirstElement;

    /// <summary>For a list: its number of elements.</summary>
    public int ElementCount;
}
