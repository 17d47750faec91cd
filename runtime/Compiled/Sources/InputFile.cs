namespace Compiled.Sources;

/// <summary>A file as it was when it was looked at.</summary>
/// <param name="Path">Relative to the source's folder, with forward slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Modified">When it was last written, UTC.</param>
internal sealed record InputFile(string Path, long Bytes, DateTime Modified) : IComparable<InputFile>
{
    /// <summary>The order in which files are read: by time, then by name.</summary>
    public int CompareTo(InputFile? other)
    {
        if (other is null)
        {
            return 1;
        }

        int byTime = Modified.CompareTo(other.Modified);
        return byTime != 0 ? byTime : string.CompareOrdinal(Path, other.Path);
    }

    /// <summary>Looks at a file; null if it is not there (any more). A link is looked through.</summary>
    public static InputFile? Look(string path, string fullPath)
    {
        var info = new FileInfo(fullPath);
        if (!info.Exists)
        {
            return null;
        }

        try
        {
            if (info.LinkTarget is not null)
            {
                info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            }

            return info is { Exists: true } ? new InputFile(path, info.Length, info.LastWriteTimeUtc) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
