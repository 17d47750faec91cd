using Compiled.Checkpoint;

namespace Compiled.Tests.Checkpoint;

/// <summary>A file of a <see cref="FaultyFileSystem"/>: reading is a step too, since what it is read for may be under way to another file.</summary>
internal sealed class FaultyFile(IGrowingFile file, string name, FaultyFileSystem disk, Crash? crash) : IGrowingFile
{
    public long Length => file.Length;

    public void Write(long position, ReadOnlySpan<byte> bytes)
    {
        try
        {
            crash?.Step($"append to {name}");
        }
        catch (CrashException)
        {
            file.Write(position, bytes[..(bytes.Length / 2)]);
            throw;
        }

        int fitting = (int)Math.Min(bytes.Length, disk.Room);
        file.Write(position, bytes[..fitting]);
        disk.Room -= fitting;
        if (fitting < bytes.Length)
        {
            throw new IOException("No space left on device");
        }
    }

    public int Read(long position, Span<byte> buffer)
    {
        crash?.Step($"read {name}");
        return file.Read(position, buffer);
    }

    public void Cut(long length)
    {
        crash?.Step($"cut {name}");
        file.Cut(length);
    }

    public void Sync() => crash?.Step($"sync {name}");

    public void Dispose() => file.Dispose();
}
