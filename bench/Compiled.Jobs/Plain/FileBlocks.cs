using Microsoft.Win32.SafeHandles;

namespace Compiled.Jobs.Plain;

/// <summary>
/// Reads a file through one reused buffer, as a plain program would: each block begins where the rows consumed of the last one ended.
/// </summary>
internal sealed class FileBlocks : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private long _position;
    private int _length;
    private int _consumed;
    private bool _ended;

    public FileBlocks(string path) => _file = File.OpenHandle(path, options: FileOptions.SequentialScan);

    /// <summary>What is in the buffer; the rest of an unfinished row comes again in front of the next block.</summary>
    public ReadOnlySpan<byte> Block => _buffer.AsSpan(0, _length);

    /// <summary>Whether <see cref="Block"/> ends with the file.</summary>
    public bool IsLast => _ended;

    /// <summary>Says how many bytes of the block are done with.</summary>
    public void Consume(int bytes) => _consumed = bytes;

    /// <summary>Fills the buffer; false when the file is consumed.</summary>
    public bool Next()
    {
        int rest = _length - _consumed;
        _buffer.AsSpan(_consumed, rest).CopyTo(_buffer);
        if (rest == _buffer.Length)
        {
            throw new InvalidDataException("A row is larger than the buffer.");
        }

        int read = RandomAccess.Read(_file, _buffer.AsSpan(rest), _position);
        _position += read;
        _length = rest + read;
        _consumed = 0;
        _ended = read == 0;
        return _length > 0;
    }

    public void Dispose() => _file.Dispose();
}
