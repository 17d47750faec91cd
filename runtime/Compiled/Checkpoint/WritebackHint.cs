using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Compiled.Checkpoint;

/// <summary>
/// Asks the system to begin writing a part of a file to the device while more of it is being made, so that the sync at the end has less to wait for (a save of 24 MB: 66 instead of 80 ms). Linux;
/// elsewhere nothing. It makes nothing durable.
/// </summary>
internal static partial class WritebackHint
{
    private const uint BeginWriting = 2;
    private static bool s_isMissing = !OperatingSystem.IsLinux();

    public static void Begin(SafeFileHandle file, long start, long length)
    {
        if (s_isMissing)
        {
            return;
        }

        try
        {
            // Only advice: what cannot be done now is done by the sync.
            _ = SyncRange(file, start, length, BeginWriting);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            s_isMissing = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncRange(SafeFileHandle file, long start, long length, uint flags);
}
