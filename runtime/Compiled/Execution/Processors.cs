using System.Runtime.InteropServices;

namespace Compiled.Execution;

/// <summary>
/// Where threads run. Linux puts a woken thread on the processor of the one that wakes it when all are as busy as those of a job are, and may leave two threads of a job on one processor
/// beside an idle one for tens of milliseconds. Elsewhere nothing is known and nothing is done.
/// </summary>
internal static partial class Processors
{
    // Words of the kernel's mask: 1024 processors. A machine with more refuses the call, and threads stay where they are.
    private const int MaskWords = 16;
    private const int WordBits = 64;
    private const nuint MaskBytes = MaskWords * sizeof(ulong);

    private static readonly bool IsKnown = OperatingSystem.IsLinux() && HasCalls();

    /// <summary>Number of the processor that runs this thread, or -1.</summary>
    public static int Current => IsKnown ? GetProcessor() : -1;

    /// <summary>Moves this thread to a processor that is not among <paramref name="taken"/>, if it may run on one. Where it may run later is as before.</summary>
    public static void Leave(ReadOnlySpan<int> taken)
    {
        Span<ulong> allowed = stackalloc ulong[MaskWords];
        if (!IsKnown || GetAffinity(0, MaskBytes, allowed) < 0)
        {
            return;
        }

        Span<ulong> free = stackalloc ulong[MaskWords];
        allowed.CopyTo(free);
        foreach (int processor in taken)
        {
            if ((uint)processor < MaskWords * WordBits)
            {
                free[processor / WordBits] &= ~(1UL << (processor % WordBits));
            }
        }

        if (free.ContainsAnyExcept(0UL) && SetAffinity(0, MaskBytes, free) == 0)
        {
            _ = SetAffinity(0, MaskBytes, allowed);
        }
    }

    // A system library that lacks them is no reason to fail.
    private static bool HasCalls()
    {
        Span<ulong> allowed = stackalloc ulong[MaskWords];
        try
        {
            return GetProcessor() >= 0 && GetAffinity(0, MaskBytes, allowed) >= 0 && SetAffinity(0, MaskBytes, allowed) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    private static partial int GetProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAffinity(int thread, nuint bytes, Span<ulong> mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAffinity(int thread, nuint bytes, ReadOnlySpan<ulong> mask);
}
