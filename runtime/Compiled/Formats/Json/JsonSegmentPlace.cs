namespace Compiled.Formats;

/// <summary>Where a value of a row is: each end so many bytes from the start of a <see cref="JsonSegment"/>.</summary>
internal readonly record struct JsonSegmentPlace(int StartSegment, int StartDistance, int EndSegment, int EndDistance);
