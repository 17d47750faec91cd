using Microsoft.Win32.SafeHandles;

namespace Compiled.Checkpoint;

/// <summary>A file of the real disk.</summary>
internal sealed class DiskFile(string path) : IGrowingFile
{
    private const long HintBytes = 4 << 20;
    private readonly SafeFileHandle _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
    private long _hinted;

    public long Length => RandomAccess.GetLength(_handle);

    public void Write(long position, ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, position);
        long end = position + bytes.Length;
        if (end - _hinted >= HintBytes)
        {
            WritebackHint.Begin(_handle, _hinted, end - _hinted);
            _hinted = end;
        }
    }

    public int Read(long position, Span<byte> buffer)
    {
        int done = 0;
        while (done < buffer.Length)
        {
            int read = RandomAccess.Read(_handle, buffer[done..], position + done);
            if (read == 0)
            {
                break;
            }

            done += read;
        }

        return done;
    }

    public void Cut(long length)
    {
        RandomAccess.SetLength(_handle, length);
        _hinted = length;
    }

    public void Sync()
    {
        RandomAccess.FlushToDisk(_handle);
        _hinted = Length;
    }

    public void Dispose() => _handle.Dispose();
}
