namespace Compiled.Samples.Tests.Data;

/// <summary>The data that the samples run on: the shared data if it lies beside the repository, else the small data that comes with the samples.</summary>
internal static class SampleInput
{
    public static string Find(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data", name);
            if (Path.Exists(candidate))
            {
                return candidate;
            }
        }

        return Small(name);
    }

    /// <summary>The small data, which is always there.</summary>
    public static string Small(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    public static string[] Files(string folder) => [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)];

    /// <summary>Copies a file; the copy was last written <paramref name="minute"/> minutes into 2024, so that the order of files is the test's.</summary>
    public static void CopyTo(string file, string folder, int minute = 0)
    {
        Directory.CreateDirectory(folder);
        string copy = Path.Join(folder, Path.GetFileName(file));
        File.WriteAllBytes(copy, File.ReadAllBytes(file));
        File.SetLastWriteTimeUtc(copy, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minute));
    }
}
