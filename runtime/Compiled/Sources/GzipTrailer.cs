using System.Buffers.Binary;
using System.IO.Compression;

namespace Compiled.Sources;

/// <summary>
/// Tells a whole gzip file from one that was cut off: <see cref="GZipStream"/> takes the end of the file for the end of the data. A gzip member ends in the length of its data,
/// so the last four bytes must fit what was read, or, if the file has several members, what the last of them gives.
/// </summary>
internal static class GzipTrailer
{
    private const int SmallestMember = 18;
    private const int SearchBytes = 64 * 1024;

    public static bool EndsWhole(FileStream file, long decompressed)
    {
        long length = file.Length;
        if (length == 0)
        {
            return true;
        }

        if (length < SmallestMember)
        {
            return false;
        }

        Span<byte> last = stackalloc byte[sizeof(uint)];
        RandomAccess.Read(file.SafeFileHandle, last, length - sizeof(uint));
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(last);
        return (uint)decompressed == expected || LastMemberEndsWhole(file, length, expected);
    }

    /// <summary>Looks for the start of the last member from the end of the file backwards.</summary>
    private static bool LastMemberEndsWhole(FileStream file, long length, uint expected)
    {
        byte[] window = new byte[SearchBytes + 3];
        long end = length;
        while (end > 0)
        {
            // Windows overlap by three bytes, so that a start on the edge is seen.
            long start = Math.Max(0, end - SearchBytes);
            int count = RandomAccess.Read(file.SafeFileHandle, window.AsSpan(0, (int)Math.Min(window.Length, length - start)), start);
            for (int i = Math.Min(count - 4, (int)(end - start) - 1); i >= 0; i--)
            {
                if (IsMemberStart(window.AsSpan(i)) && DecompressedLength(file, start + i) is { } found && (uint)found == expected)
                {
                    return true;
                }
            }

            end = start;
        }

        return false;
    }

    /// <summary>Two bytes of magic, method deflate, no reserved flag.</summary>
    private static bool IsMemberStart(ReadOnlySpan<byte> bytes) => bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8 && (bytes[3] & 0xE0) == 0;

    private static long? DecompressedLength(FileStream file, long start)
    {
        file.Position = start;
        byte[] buffer = new byte[SearchBytes];
        using var gzip = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            long total = 0;
            int read;
            while ((read = gzip.Read(buffer)) > 0)
            {
                total += read;
            }

            return total;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
