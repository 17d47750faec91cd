using System.Runtime.InteropServices;

namespace Compiled.Sinks;

/// <summary>Makes renames in a folder survive a power failure. .NET cannot sync a folder; on Windows the file system's own journal does it.</summary>
internal static partial class FolderSync
{
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException($"The folder cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        }

        int result = FSync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);

        // Some file systems (network, overlay) cannot sync a folder and say EINVAL: there is nothing more to be done there.
        const int InvalidArgument = 22;
        if (result < 0 && error != InvalidArgument)
        {
            throw new IOException($"The folder cannot be synced (error {error}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
