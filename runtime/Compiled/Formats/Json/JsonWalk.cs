namespace Compiled.Formats;

/// <summary>
/// How rows of a <see cref="JsonShape"/> are told without an index of their quotes: what lies between two values of varying length, and how each such value ends.
/// </summary>
/// <remarks>
/// A match is proof, as that of a shape is. Every byte from the row's first to its newline is one of a segment's, and is as it must be there (a fixed one, a digit, or neither quote nor
/// backslash where a text of one length stands), or it is one of a varying value's: of a text those before its first quote or backslash (which the next segment wants to be a quote), of a
/// number or another value without quotes those that may stand in one. So it is without
/// a look at escapes where none was observed; a row that has one there is told by other means, as one that is otherwise not as foreseen.
/// </remarks>
internal sealed class JsonWalk
{
    /// <summary>Most segments: all their positions in the rows of a block fit the nearest cache.</summary>
    public const int MaxSegments = 64;

    /// <summary>Most places: those of a few rows fit what there is for them.</summary>
    public const int MaxPlaces = 256;

    /// <param name="segments">What rows consist of.</param>
    /// <param name="windows">For each window the least value of each byte, negated, then how much more it may be, then ones where it may be any byte of a text's or need not be looked at.</param>
    /// <param name="haveTexts">For each window whether a text's bytes are in it.</param>
    /// <param name="places">Where the needed members' values are, in the order of slots.</param>
    /// <param name="leastBytes">Least bytes of the rows observed, without the newline.</param>
    public JsonWalk(JsonSegment[] segments, JsonBuffer<byte> windows, bool[] haveTexts, JsonSegmentPlace[] places, int leastBytes)
    {
        LeastBytes = leastBytes;
        Segments = segments;
        Windows = windows;
        HaveTexts = haveTexts;
        Places = places;
        foreach (JsonSegment segment in segments)
        {
            MaxBytes += segment.Length + JsonSegment.Room(segment.End);
        }
    }

    /// <summary>What rows consist of: each segment ends with a value of varying length, and the last one with the row.</summary>
    public JsonSegment[] Segments { get; }

    /// <summary>The bytes of all segments: see the constructor.</summary>
    public JsonBuffer<byte> Windows { get; }

    /// <summary>For each window whether bytes of a text of one length are in it.</summary>
    public bool[] HaveTexts { get; }

    /// <summary>Starts and ends of the needed members' values.</summary>
    public JsonSegmentPlace[] Places { get; }

    /// <summary>Rows are taken to have at least so many bytes before their newline.</summary>
    public int LeastBytes { get; }

    /// <summary>How far from a row's start bytes may be looked for, whatever the row holds, less the vector that is read there.</summary>
    public int MaxBytes { get; }
}
