using System.IO.Pipelines;
using System.Net;
using Compiled.Sources;

namespace Compiled;

/// <summary>Where a job's input comes from: bind one at <c>Read</c>. What each promises is in docs/sources-and-sinks.md.</summary>
public static class Source
{
    /// <summary>
    /// The files of a folder or glob, each read exactly once, by time of last write and then by name; new ones are picked up within 200 ms. Replayable.
    /// </summary>
    /// <param name="pathOrGlob">
    /// A file, a folder (all its files, not those of sub-folders), or a glob of <c>*</c>, <c>?</c> and <c>**</c> (any number of folders). Names beginning with <c>.</c> or <c>_</c> are left out.
    /// Names ending in <c>.gz</c> are decompressed.
    /// </param>
    /// <param name="maxFilesPerTrigger">Files that an epoch takes at most; no limit unless given.</param>
    /// <param name="settle">
    /// How long a file must not have changed before it is taken; zero unless given, which is right when writers rename complete files into the folder.
    /// </param>
    /// <param name="maxRowBytes">Largest row, in bytes; 64 MiB unless given. A larger one ends the job with CMP0930.</param>
    /// <param name="mapped">
    /// Whether files of 1 MiB and more that are not compressed are mapped into memory instead of read, which saves the copy out of the system's cache. Only for files that nobody cuts short while the
    /// job runs: the operating system would end the process (SIGBUS), where a file that is read gives CMP0931. Read unless said otherwise.
    /// </param>
    /// <param name="clock">The clock for polling and settling; the system's unless given.</param>
    public static FileSource Files(
        string pathOrGlob, int? maxFilesPerTrigger = null, TimeSpan? settle = null, int maxRowBytes = BlockLimits.MaxRow, bool mapped = false, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pathOrGlob);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxFilesPerTrigger ?? 1, nameof(maxFilesPerTrigger));
        ArgumentOutOfRangeException.ThrowIfLessThan(settle ?? TimeSpan.Zero, TimeSpan.Zero, nameof(settle));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRowBytes);
        return new FileSource(pathOrGlob, maxFilesPerTrigger, settle ?? TimeSpan.Zero, maxRowBytes, mapped, clock ?? TimeProvider.System);
    }

    /// <summary>Connects to a TCP server and reads what it sends; the input is complete when the server closes the connection. Not replayable.</summary>
    /// <param name="host">Name or address of the server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="maxRowBytes">Largest row, in bytes; 64 MiB unless given.</param>
    public static SocketSource Socket(string host, int port, int maxRowBytes = BlockLimits.MaxRow)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRowBytes);
        return new SocketSource(host, port, maxRowBytes);
    }

    /// <summary>Listens for TCP clients, any number at a time, each with rows (and a header, if the format has one) of its own. Not replayable; never complete.</summary>
    /// <param name="port">The port; 0 for any free one, which <see cref="ListenSource.Port"/> tells.</param>
    /// <param name="address">The address to listen on; loopback unless given, so that only this machine can connect. <see cref="IPAddress.Any"/> for all.</param>
    /// <param name="maxRowBytes">Largest row, in bytes; 64 MiB unless given.</param>
    public static ListenSource Listen(int port, IPAddress? address = null, int maxRowBytes = BlockLimits.MaxRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRowBytes);
        return new ListenSource(address ?? IPAddress.Loopback, port, maxRowBytes);
    }

    /// <summary>Standard input, complete at its end. Not replayable. One job a process.</summary>
    /// <param name="maxRowBytes">Largest row, in bytes; 64 MiB unless given.</param>
    public static StandardInputSource StandardInput(int maxRowBytes = BlockLimits.MaxRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRowBytes);
        return new StandardInputSource(maxRowBytes, Console.OpenStandardInput);
    }

    /// <summary>Whatever a <see cref="PipeReader"/> gives, complete when its writer is. Not replayable; bytes cost one copy.</summary>
    /// <param name="pipe">Read by the job alone from now on, and completed by it.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="maxRowBytes">Largest row, in bytes; 64 MiB unless given.</param>
    public static PipeSource Pipe(PipeReader pipe, string name = "pipe", int maxRowBytes = BlockLimits.MaxRow)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRowBytes);
        return new PipeSource(pipe, name, maxRowBytes);
    }

    /// <summary>
    /// Rows at a steady rate, numbered from 0, row n due n / <paramref name="rowsPerSecond"/> seconds after the first start. Replayable; rows that fell due while a job was down come when it runs again.
    /// </summary>
    /// <param name="rowsPerSecond">Rows a second.</param>
    /// <param name="clock">The clock; the system's unless given.</param>
    public static RateSource Rate(long rowsPerSecond, TimeProvider? clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsPerSecond);
        return new RateSource(rowsPerSecond, clock ?? TimeProvider.System);
    }

    /// <summary>Rows that the program adds. Replayable within the process.</summary>
    /// <typeparam name="T">The row type.</typeparam>
    public static MemorySource<T> Memory<T>() => new();

    /// <summary>Bytes that the program adds, in any format: a source to which parts can be added until it is completed. Replayable within the process.</summary>
    /// <param name="chunkSize">Bytes that one read gives at most, to split rows where a test wants it; no limit unless given.</param>
    /// <param name="maxPartsPerTrigger">Parts that an epoch takes at most; no limit unless given.</param>
    /// <param name="maxRowBytes">Largest row, in bytes; 64 MiB unless given.</param>
    public static MemoryByteSource Bytes(int chunkSize = int.MaxValue, int? maxPartsPerTrigger = null, int maxRowBytes = BlockLimits.MaxRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunkSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPartsPerTrigger ?? 1, nameof(maxPartsPerTrigger));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRowBytes);
        return new MemoryByteSource(chunkSize, maxPartsPerTrigger, maxRowBytes);
    }

    /// <summary>These bytes and no more: one part, completed.</summary>
    /// <param name="bytes">The bytes; they must not change while the job runs.</param>
    /// <param name="chunkSize">Bytes that one read gives at most, to split rows where a test wants it; no limit unless given.</param>
    public static MemoryByteSource Bytes(ReadOnlyMemory<byte> bytes, int chunkSize = int.MaxValue) => Bytes(chunkSize, null).Add(bytes).Complete();
}
