using Microsoft.Win32.SafeHandles;

namespace Compiled.Sources;

/// <summary>The first <c>length</c> bytes of a file, from the system's cache straight into the block that is decoded.</summary>
internal sealed unsafe class FileBlockInput : BlockInput, IPartReader
{
    /// <summary>Less is not worth waking a thread for.</summary>
    private const int LeastBytesPerPart = 64 * 1024;

    private const int PageBytes = 4096;

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly long _length;
    private readonly bool _mustNotGrow;
    private long _position;
    private IReadTeam? _team;
    private byte* _destination;
    private int _wanted;

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
        int read = wanted == 0 ? 0 : ReadTogether(destination[..wanted]);
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

    public void ReadPart(int part, int parts)
    {
        int at = Edge(part, parts);
        int end = Edge(part + 1, parts);
        while (at < end)
        {
            int read = ReadAt(new Span<byte>(_destination + at, end - at), _position + at);
            if (read == 0)
            {
                throw FileFaults.Shrunk(_path, _position + at, _length);
            }

            at += read;
        }
    }

    internal override void ReadWith(IReadTeam team) => _team = team;

    private int ReadTogether(Span<byte> destination)
    {
        int parts = _team is null ? 1 : Math.Min(_team.Count, destination.Length / LeastBytesPerPart);
        if (parts <= 1)
        {
            return ReadAt(destination, _position);
        }

        fixed (byte* start = destination)
        {
            _destination = start;
            _wanted = destination.Length;
            _team!.Read(this, parts);
        }

        return destination.Length;
    }

    // Whole pages, so that no two threads write to one.
    private int Edge(int part, int parts) => part == parts ? _wanted : (int)((long)_wanted * part / parts) & -PageBytes;

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
