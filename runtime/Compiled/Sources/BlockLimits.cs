namespace Compiled.Sources;

/// <summary>Sizes of the blocks that a source lends.</summary>
internal static class BlockLimits
{
    /// <summary>Fits the second-level cache of any machine of the last decade, and a read of this size costs a few per cent in system calls.</summary>
    public const int Block = 256 * 1024;

    /// <summary>A connection starts small, since there may be thousands, and grows when more than this arrives at a time.</summary>
    public const int ConnectionBlock = 16 * 1024;

    /// <summary>Default of the setting <c>maxRowBytes</c>.</summary>
    public const int MaxRow = 64 * 1024 * 1024;

    /// <summary>Bytes that a connection holds before its peer is made to wait.</summary>
    public const int ReceiveAhead = 64 * 1024 * 1024;

    /// <summary>Bytes of one connection that an epoch takes at most, so that it ends although the peer never stops sending.</summary>
    public const long ConnectionRange = 128L * 1024 * 1024;

    /// <summary>The size of the next block when one of <paramref name="bytes"/> held no whole row.</summary>
    /// <exception cref="PipelineException">CMP0930: it may not be larger.</exception>
    public static int Grown(int bytes, int maxRowBytes, long offset, string origin)
    {
        if (bytes >= maxRowBytes)
        {
            throw TooLarge(maxRowBytes, offset, origin);
        }

        return (int)Math.Min(2L * bytes, maxRowBytes);
    }

    /// <summary>CMP0930: a row is larger than allowed.</summary>
    public static PipelineException TooLarge(int maxRowBytes, long offset, string origin) => new(
        "CMP0930",
        $"The row at byte {offset} of {origin} is larger than {maxRowBytes} bytes. If rows are meant to be that large, give the source a larger maxRowBytes; else the data lacks line ends.");
}
