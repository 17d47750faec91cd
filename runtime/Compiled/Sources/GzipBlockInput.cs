using System.IO.Compression;

namespace Compiled.Sources;

/// <summary>A gzip file (one or several members), decompressed into the block.</summary>
internal sealed class GzipBlockInput : BlockInput
{
    private const int CompressedBuffer = 64 * 1024;
    private readonly FileStream _file;
    private readonly GZipStream _gzip;
    private readonly string _path;
    private long _total;

    public GzipBlockInput(string path, long length, bool mustNotGrow)
    {
        _path = path;
        _file = FileFaults.Guard(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, CompressedBuffer, FileOptions.SequentialScan));
        long found = _file.Length;
        if (found < length || (mustNotGrow && found > length))
        {
            _file.Dispose();
            throw found < length ? FileFaults.Shrunk(path, found, length) : FileFaults.Grew(path, length);
        }

        _gzip = new GZipStream(_file, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> destination, out bool ended)
    {
        int read = 0;
        ended = false;

        // The decompressor gives small pieces; decoding pays by the block.
        while (read <= destination.Length / 2 && !ended)
        {
            int piece = ReadPiece(destination[read..]);
            read += piece;
            ended = piece == 0;
        }

        _total += read;
        if (ended && !GzipTrailer.EndsWhole(_file, _total))
        {
            throw FileFaults.NotGzip(_path, new InvalidDataException("The file ends before the compressed data does."));
        }

        return read;
    }

    public override void Dispose() => _gzip.Dispose();

    private int ReadPiece(Span<byte> destination)
    {
        try
        {
            return _gzip.Read(destination);
        }
        catch (InvalidDataException e)
        {
            throw FileFaults.NotGzip(_path, e);
        }
        catch (IOException e)
        {
            throw FileFaults.Unreadable(_path, e);
        }
    }
}
