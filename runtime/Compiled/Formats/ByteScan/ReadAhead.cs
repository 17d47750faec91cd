namespace Compiled.Formats;

/// <summary>How far ahead of the bytes that are looked at memory is asked for, into the second-level cache.</summary>
internal static class ReadAhead
{
    /// <summary>
    /// The hardware's own prefetching stops at the end of a page and whenever a loop does something else in between. It matters where files are mapped; what was read lies in that cache already.
    /// Measured on a Xeon with 2 MB of it; a prefetch does not fault outside the frame.
    /// </summary>
    public const int Bytes = 32 * 1024;
}
