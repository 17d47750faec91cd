using Microsoft.Win32.SafeHandles;

namespace Compiled.Sources;

/// <summary>The first <c>length</c> bytes of a file, from the system's cache straight into the block that is decoded.</summary>
internal sealed class FileBlockInput : BlockInput
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly long _length;
    private readonly bool _mustNotGrow;
    private long _position;

    /// <param name="mustNotGrow">Whether bytes past <paramref name="length"/> at the end are a fault: they would be lost silently.</param>
    public FileBlockInput(string path, long length, bool mustNotGrow)
    {
        _path = path;
        _length = length;
        _mustNotGrow = mustNotGrow;
        _handle = FileFaults.Guard(path, () => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan));
    }

    public override int Read(Span<byte> destination, out bool ended)
    {
        int wanted = Announce(destination.Length);
        int read = wanted == 0 ? 0 : ReadAt(destination[..wanted], _position);
        if (wanted > 0 && read == 0)
        {
            throw FileFaults.Shrunk(_path, _position, _length);
        }

        ended = Pass(read);
        return read;
    }

    public override void Dispose() => _handle.Dispose();

    internal override int Announce(int wanted) => (int)Math.Min(wanted, _length - _position);

    internal override void ReadAhead(Span<byte> destination, int at)
    {
        long position = _position + at;
        while (destination.Length > 0)
        {
            int read = ReadAt(destination, position);
            if (read == 0)
            {
                throw FileFaults.Shrunk(_path, position, _length);
            }

            position += read;
            destination = destination[read..];
        }
    }

    internal override bool Pass(int bytes)
    {
        _position += bytes;
        bool ended = _position == _length;
        if (ended && _mustNotGrow && RandomAccess.GetLength(_handle) > _length)
        {
            throw FileFaults.Grew(_path, _length);
        }

        return ended;
    }

    private int ReadAt(Span<byte> destination, long position)
    {
        try
        {
            return RandomAccess.Read(_handle, destination, position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileFaults.Unreadable(_path, e);
        }
    }
}
