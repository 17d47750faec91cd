namespace Compiled.Sources;

/// <summary>Files of a folder or glob, each read exactly once. Made by <see cref="Source.Files"/>.</summary>
public sealed class FileSource : ByteSource
{
    internal FileSource(string path, int? maxFilesPerTrigger, TimeSpan settle, int maxRowBytes, bool mapped, TimeProvider clock)
    {
        Path = path;
        MaxFilesPerTrigger = maxFilesPerTrigger;
        Settle = settle;
        MaxRowBytes = maxRowBytes;
        IsMapped = mapped;
        Clock = clock;
    }

    /// <summary>The file, folder or glob.</summary>
    public string Path { get; }

    /// <summary>Files that an epoch takes at most; null for no limit.</summary>
    public int? MaxFilesPerTrigger { get; }

    /// <summary>How long a file must not have changed before it is taken.</summary>
    public TimeSpan Settle { get; }

    /// <summary>Largest row, in bytes.</summary>
    public int MaxRowBytes { get; }

    /// <summary>Whether large files are mapped into memory instead of read.</summary>
    public bool IsMapped { get; }

    /// <inheritdoc/>
    public override string Description => $"files {Path}";

    /// <inheritdoc/>
    public override SourceGuarantee Guarantee => SourceGuarantee.Replayable;

    internal TimeProvider Clock { get; }

    /// <inheritdoc/>
    public override ByteSourceReader Open(string input) => new FileSourceReader(this);
}
