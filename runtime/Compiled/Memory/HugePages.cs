using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Compiled.Memory;

/// <summary>
/// Asks Linux for pages of 2 MiB where much memory is about to be written: entering and clearing small ones takes three times as long, and random access to them is bound by address translation.
/// </summary>
internal static unsafe partial class HugePages
{
    /// <summary>Size of such a page in bytes; only whole ones, at multiples of it, can be had.</summary>
    public const nuint Size = 2 << 20;

    private const nuint SmallPage = 4096;
    private const int AdviseHugePage = 14;

    /// <summary>Asks for them; memory that has been written to keeps the pages it has. Only advice: a kernel that refuses it serves small pages.</summary>
    /// <param name="start">Start of the memory, at any address.</param>
    /// <param name="bytes">Its length.</param>
    public static void Advise(void* start, nuint bytes)
    {
        nuint first = ((nuint)start + SmallPage - 1) & ~(SmallPage - 1);
        nuint end = ((nuint)start + bytes) & ~(SmallPage - 1);
        if (end > first && end - first >= Size && OperatingSystem.IsLinux())
        {
            AdvisePages((void*)first, end - first);
        }
    }

    /// <summary>The same for a new array, which lies among the large objects if it has room for such a page.</summary>
    public static void Advise<T>(T[] array)
    {
        // The array may move meanwhile: then other memory of the heap gets the advice, which does it no harm.
        ref byte start = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(array));
        Advise(Unsafe.AsPointer(ref start), (nuint)array.Length * (nuint)Unsafe.SizeOf<T>());
    }

    [SupportedOSPlatform("linux")]
    private static void AdvisePages(void* start, nuint bytes)
    {
        try
        {
            _ = Advise(start, bytes, AdviseHugePage);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without that library: small pages.
        }
    }

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
