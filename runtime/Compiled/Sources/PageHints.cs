using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Compiled.Sources;

/// <summary>Tells Linux which pages of a mapping come next, so that they are entered into the page table in one call and not by a fault each.</summary>
internal static unsafe partial class PageHints
{
    // Linux 5.14 and later; others say that they do not know it, and pages come by faults.
    private const int PopulateRead = 22;

    /// <summary>Bytes that are entered at a time.</summary>
    public const int Stretch = 2 * 1024 * 1024;

    /// <summary>Enters the pages of <paramref name="length"/> bytes, whose start is that of a page. A hint: nothing is promised.</summary>
    public static void Populate(byte* start, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(start, (nuint)length, PopulateRead);
        }
    }

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(byte* address, nuint length, int advice);
}
