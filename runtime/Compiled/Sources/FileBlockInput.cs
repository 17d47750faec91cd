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
        int wanted = (int)Math.Min(destination.Length, _length - _position);
        int read = wanted == 0 ? 0 : ReadAt(destination[..wanted]);
        if (wanted > 0 && read == 0)
        {
            throw FileFaults.Shrunk(_path, _position, _length);
        }

        _position += read;
        ended = _position == _length;
        if (ended && _mustNotGrow && RandomAccess.GetLength(_handle) > _length)
        {
            throw FileFaults.Grew(_path, _length);
        }

        return read;
    }

    public override void Dispose() => _handle.Dispose();

    private int ReadAt(Span<byte> destination)
    {
        try
        {
            return RandomAccess.Read(_handle, destination, _position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileFaults.Unreadable(_path, e);
        }
    }
}
