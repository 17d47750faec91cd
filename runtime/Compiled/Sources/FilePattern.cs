using System.IO.Enumeration;

namespace Compiled.Sources;

/// <summary>
/// Which files a path means: a file, all files of a folder, or a glob of <c>*</c>, <c>?</c> and <c>**</c> (any number of folders). Names are compared ordinally.
/// Names that begin with <c>.</c> or <c>_</c> are hidden: matched only by a pattern that begins so too.
/// </summary>
internal sealed class FilePattern
{
    private static readonly EnumerationOptions OneFolder = new() { AttributesToSkip = 0, MatchType = MatchType.Simple, IgnoreInaccessible = false };
    private readonly string[] _segments;
    private readonly bool _isLiteral;

    private FilePattern(string root, string[] segments, bool isLiteral = false)
    {
        Root = root;
        _segments = segments;
        _isLiteral = isLiteral;
    }

    /// <summary>The folder that names are relative to.</summary>
    public string Root { get; }

    /// <summary>Reads a path as a user gives it; looks at the disk to tell a file from a folder.</summary>
    /// <exception cref="PipelineException">CMP0936: there is no such file or folder.</exception>
    public static FilePattern Parse(string path)
    {
        if (Directory.Exists(path))
        {
            return new FilePattern(path, ["*"]);
        }

        // A name that has a star in it exists as such.
        if (File.Exists(path))
        {
            return new FilePattern(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".", [Path.GetFileName(path)], isLiteral: true);
        }

        string[] parts = path.Replace(Path.DirectorySeparatorChar, '/').Split('/');
        int first = Array.FindIndex(parts, IsWild);
        if (first < 0)
        {
            throw FileFaults.NoSuchPath(path);
        }

        string root = first == 0 ? "." : string.Join('/', parts[..first]) is { Length: > 0 } prefix ? prefix : "/";
        return Directory.Exists(root) ? new FilePattern(root, [.. parts[first..].Where(p => p.Length > 0)]) : throw FileFaults.NoSuchPath(root);
    }

    /// <summary>All files there are now, as paths relative to <see cref="Root"/> with forward slashes, in no order.</summary>
    public HashSet<string> List()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        List(string.Empty, 0, found);
        return found;
    }

    public string FullPath(string relative) => Path.Join(Root, relative);

    internal static bool Matches(string pattern, ReadOnlySpan<char> name)
    {
        bool hidden = name[0] is '.' or '_';
        return (!hidden || pattern[0] == name[0]) && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
    }

    private static bool IsWild(string segment) => segment.AsSpan().ContainsAny('*', '?');

    private void List(string folder, int index, HashSet<string> found)
    {
        string segment = _segments[index];
        bool isLast = index == _segments.Length - 1;
        if (_isLiteral || !IsWild(segment))
        {
            ListLiteral(Join(folder, segment), index, isLast, found);
        }
        else if (segment == "**")
        {
            ListBelow(folder, index, isLast, found);
        }
        else
        {
            foreach ((string name, bool isFolder) in Entries(folder))
            {
                if (isFolder != isLast && Matches(segment, name))
                {
                    Take(Join(folder, name), index, isLast, found);
                }
            }
        }
    }

    private void ListBelow(string folder, int index, bool isLast, HashSet<string> found)
    {
        if (!isLast)
        {
            List(folder, index + 1, found);
        }

        foreach ((string name, bool isFolder) in Entries(folder))
        {
            if (name[0] is '.' or '_')
            {
                continue;
            }

            string path = Join(folder, name);

            // A link to a folder may lead back up: links are followed only where the pattern names them.
            if (isFolder && !File.GetAttributes(FullPath(path)).HasFlag(FileAttributes.ReparsePoint))
            {
                List(path, index, found);
            }
            else if (!isFolder && isLast)
            {
                found.Add(path);
            }
        }
    }

    private void ListLiteral(string path, int index, bool isLast, HashSet<string> found)
    {
        string full = FullPath(path);
        if (isLast ? File.Exists(full) : Directory.Exists(full))
        {
            Take(path, index, isLast, found);
        }
    }

    private void Take(string path, int index, bool isLast, HashSet<string> found)
    {
        if (isLast)
        {
            found.Add(path);
        }
        else
        {
            List(path, index + 1, found);
        }
    }

    private List<Entry> Entries(string folder)
    {
        string path = Path.Join(Root, folder);
        try
        {
            return [.. new FileSystemEnumerable<Entry>(path, (ref FileSystemEntry entry) => new Entry(entry.FileName.ToString(), entry.IsDirectory), OneFolder)];
        }
        catch (DirectoryNotFoundException) when (folder.Length > 0)
        {
            // Removed between its listing and this one.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileFaults.CannotList(path, e);
        }
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    /// <summary>A class: the enumeration of a struct would be compiled anew in each process.</summary>
    private sealed record Entry(string Name, bool IsFolder);
}
