using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Compiled.Latency;

/// <summary>Sleeps of microseconds, for a sender that must not take a core from the job it measures. Where the system offers none it gives its time slice away.</summary>
internal static partial class ShortSleep
{
    private const int SetTimerSlack = 29;

    /// <summary>Asks for wake-ups as exact as the system can: Linux delays them by 50 µs otherwise. For the calling thread.</summary>
    public static void MakeExact()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = ProcessControl(SetTimerSlack, 1, 0, 0, 0);
        }
    }

    /// <summary>Sleeps until a time of <see cref="Stopwatch"/>, or not at all if it has come.</summary>
    public static void Until(long time)
    {
        long nanoseconds = (long)((time - Stopwatch.GetTimestamp()) * (1e9 / Stopwatch.Frequency));
        if (nanoseconds <= 0)
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            var sleep = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
            _ = NanoSleep(in sleep, 0);
        }
        else
        {
            Thread.Yield();
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint argument, nuint unused1, nuint unused2, nuint unused3);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec time, nint rest);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
