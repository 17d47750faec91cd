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

/// <summary>A needed member in rows of a shape.</summary>
internal struct JsonSlot
{
    /// <summary>What is there.</summary>
    public JsonSlotKind Kind;

    /// <summary>For a list: where the slots of its first element are, counted from this one.</summary>
    public int FirstElement;

    /// <summary>For a list: its number of elements.</summary>
    public int ElementCount;
}
