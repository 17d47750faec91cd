using System.Globalization;
using System.Text;
using Compiled.Checkpoint;

namespace Compiled.State;

/// <summary>Name and front of a file of the change log. The front is a line for people and machines, with the version of the format.</summary>
internal static class ChangeFile
{
    /// <summary>Bytes before the first chunk.</summary>
    public static readonly int FrontBytes = Front.Length;

    private const string NamePrefix = "changes-";

    private static ReadOnlySpan<byte> Front => "compiled changes v2\n"u8;

    /// <summary>Where a file lies.</summary>
    public static string PathOf(string folder, int number) => Path.Combine(folder, NamePrefix + number.ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>Numbers of the files in a folder, ascending.</summary>
    public static int[] Numbers(IFileSystem files, string folder)
    {
        var numbers = new List<int>();
        foreach (string name in files.List(folder))
        {
            if (name.StartsWith(NamePrefix, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(NamePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return [.. numbers];
    }

    /// <summary>Writes the front of an empty file.</summary>
    public static void WriteFront(IGrowingFile file) => file.Write(0, Front);

    /// <summary>Makes sure that a file is one of this version.</summary>
    /// <exception cref="PipelineException">It is not (CMP0920).</exception>
    public static void CheckFront(IGrowingFile file, string folder, int number)
    {
        Span<byte> found = stackalloc byte[Front.Length];
        int length = file.Read(0, found);
        if (!found[..length].SequenceEqual(Front))
        {
            throw StateErrors.Unreadable(
                folder,
                $"'{Path.GetFileName(PathOf(folder, number))}' begins with '{Printable(found[..length])}', but this version reads '{Printable(Front)}'");
        }
    }

    private static string Printable(ReadOnlySpan<byte> bytes) => string.Concat(Encoding.ASCII.GetString(bytes).Where(c => !char.IsControl(c)));
}
