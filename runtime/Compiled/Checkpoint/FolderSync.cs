using System.Runtime.InteropServices;

namespace Compiled.Checkpoint;

/// <summary>Makes the entries of a folder durable. On Unix a synced file can still lose its name in a power cut until its folder is synced; .NET has no call for that.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>EINVAL: some file systems (network, overlay) cannot sync a folder, and there is nothing more to be done there.</summary>
    private const int InvalidArgument = 22;

    /// <summary>Returns when renames and new files in the folder are on the device. On Windows the file system's journal does it.</summary>
    public static void Sync(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure("open", path);
        }

        int result = Fsync(descriptor);
        IOException? failure = result < 0 && Marshal.GetLastPInvokeError() != InvalidArgument ? Failure("fsync", path) : null;
        _ = Close(descriptor);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private static IOException Failure(string call, string path) =>
        new($"{call} of folder '{path}' failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
