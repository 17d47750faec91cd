namespace Compiled.Formats;

/// <summary>What lies between two values of varying length in rows of a <see cref="JsonWalk"/>: fixed bytes and values of one length.</summary>
internal readonly struct JsonSegment
{
    /// <summary>Bytes of a window: so many are compared at once.</summary>
    public const int WindowBytes = 64;

    /// <summary>Bytes of a window that half a vector compares.</summary>
    public const int HalfWindowBytes = WindowBytes / 2;

    /// <summary>Bytes that describe a window.</summary>
    public const int WindowSize = 3 * WindowBytes;

    /// <summary>Number of bytes.</summary>
    public required int Length { get; init; }

    /// <summary>Its first window.</summary>
    public required int FirstWindow { get; init; }

    /// <summary>What follows it.</summary>
    public required JsonSegmentEnd End { get; init; }

    /// <summary>Number of its windows.</summary>
    public int Windows => (Length + WindowBytes - 1) / WindowBytes;

    /// <summary>Most bytes of a value that are taken for one.</summary>
    public static int Room(JsonSegmentEnd end) => end switch
    {
        JsonSegmentEnd.Number => 16,
        JsonSegmentEnd.Row => 0,
        JsonSegmentEnd.Text => 64,
        _ => 32,
    };
}
