using Microsoft.Win32.SafeHandles;

namespace Compiled.Sinks;

/// <summary>A hidden file that an epoch's rows are written to.</summary>
internal sealed class EpochFile
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private long _position;

    public EpochFile(string path)
    {
        _path = path;
        _handle = SinkFaults.Guard(path, () => File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read));
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, _position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SinkFaults.Unwritable(_path, e);
        }

        _position += bytes.Length;
    }

    public void Close(bool sync)
    {
        if (sync)
        {
            SinkFaults.Guard(_path, () => RandomAccess.FlushToDisk(_handle));
        }

        _handle.Dispose();
    }

    /// <summary>Closes and deletes it, as far as that is possible: it belongs to an epoch that failed, and the reason is told already.</summary>
    public void Discard()
    {
        _handle.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next attempt at the epoch deletes it or tells why not.
        }
    }
}
