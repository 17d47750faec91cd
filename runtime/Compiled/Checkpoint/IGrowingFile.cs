namespace Compiled.Checkpoint;

/// <summary>An open file that is written at its end and read anywhere. Reading may happen on other threads meanwhile.</summary>
internal interface IGrowingFile : IDisposable
{
    /// <summary>Its size in bytes.</summary>
    long Length { get; }

    /// <summary>Writes; what was written is on the device only after <see cref="Sync"/>.</summary>
    void Write(long position, ReadOnlySpan<byte> bytes);

    /// <summary>Fills <paramref name="buffer"/>, unless the file ends before.</summary>
    /// <returns>Number of bytes read.</returns>
    int Read(long position, Span<byte> buffer);

    /// <summary>Makes the file end at <paramref name="length"/>.</summary>
    void Cut(long length);

    /// <summary>Returns when everything written is on the device.</summary>
    void Sync();
}
