namespace Compiled.Formats;

/// <summary>What has been found of a row whose members may come in any order; a bit for each slot.</summary>
internal unsafe struct JsonFreeRow
{
    /// <summary>What stands between a name and its value.</summary>
    public JsonSeparator Colon;

    /// <summary>What stands between a value and the next name.</summary>
    public JsonSeparator Comma;

    /// <summary>Positions of the quotes from the next one on.</summary>
    public ushort* Quotes;

    /// <summary>Gets where values are: the first of those that nobody reads, behind it those of slots.</summary>
    public uint* Places;

    /// <summary>Needed members that were there.</summary>
    public ulong Seen;

    /// <summary>Those of them that are texts or records.</summary>
    public ulong Texts;

    /// <summary>Those that are records.</summary>
    public ulong Records;

    /// <summary>How many needed members were there: more than seen if one came twice.</summary>
    public int Needed;

    /// <summary>Where the members' reader stopped.</summary>
    public int StoppedAt;

    /// <summary>Whether it stopped behind a value, not before a member.</summary>
    public bool IsBehindValue;

    /// <summary>Whether its tokens alone told it: no value is an object or array, no name longer than a vector.</summary>
    public bool IsPlain;
}
