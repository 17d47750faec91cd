namespace Compiled.Jobs.Inputs;

/// <summary>The folder that defines the workloads: generators of inputs and the C++ programs. It lies beside the repository and may be absent.</summary>
internal static class Workloads
{
    private static readonly string? Folder = FindFolder();

    /// <summary>Path of a file of the folder, or null.</summary>
    public static string? Find(string file) =>
        Folder is not null && Path.Combine(Folder, file) is var path && File.Exists(path) ? path : null;

    private static string? FindFolder()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "limit");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
