using System.Buffers;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Compiled.Sources;

/// <summary>A file mapped into memory as a whole, for reading.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly string _path;
    private bool _isOpen = true;

    /// <param name="length">Bytes to map; the file may have more.</param>
    /// <exception cref="PipelineException">CMP0931: it has fewer, or is gone; CMP0937: it cannot be read.</exception>
    public MappedFile(string path, long length)
    {
        _path = path;
        Length = length;
        _handle = FileFaults.Guard(path, () => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan));
        try
        {
            if (FileLength < length)
            {
                throw FileFaults.Shrunk(path, FileLength, length);
            }

            _file = FileFaults.Guard(path, () => MemoryMappedFile.CreateFromFile(_handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true));
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _file?.Dispose();
            _handle.Dispose();
            throw;
        }

        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start;
    }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    public long Length { get; }

    /// <summary>Bytes from <see cref="Start"/> that can be read: up to the end of the last page.</summary>
    public long Readable => (Length + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;

    /// <summary>Fails if the file has more bytes than were planned.</summary>
    /// <exception cref="PipelineException">CMP0932.</exception>
    public void MustNotHaveGrown()
    {
        if (FileLength > Length)
        {
            throw FileFaults.Grew(_path, Length);
        }
    }

    public void Dispose()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
            _handle.Dispose();
        }
    }

    private long FileLength => RandomAccess.GetLength(_handle);

    /// <summary>A piece of it as memory; good as long as the file is mapped.</summary>
    public sealed class Piece(byte* start, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(start, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
