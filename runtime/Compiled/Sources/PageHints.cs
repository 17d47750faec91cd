namespace Compiled.Sources;

/// <summary>Enters pages of a mapping into the page table before they are needed, many by one fault.</summary>
internal static unsafe class PageHints
{
    /// <summary>Bytes that are entered at a time.</summary>
    public const int Stretch = 256 * 1024;

    // Linux enters what it has in its cache of the 64 KiB, by address, around a page that is touched: half as long as madvise(MADV_POPULATE_READ) takes, which visits each page once more.
    private const nint FaultBytes = 64 * 1024;

    /// <summary>Enters the pages of <paramref name="length"/> bytes. A hint: pages that are missed are entered when they are used.</summary>
    public static void Enter(byte* start, long length)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        for (byte* page = start; page < start + length; page = (byte*)(((nint)page + FaultBytes) & -FaultBytes))
        {
            _ = Volatile.Read(ref *page);
        }
    }
}
