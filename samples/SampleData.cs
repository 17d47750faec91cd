namespace Compiled.Samples;

/// <summary>Finds a sample's input: what the command line says, else the shared data beside the repository, else the small data that comes with the sample.</summary>
internal static class SampleData
{
    public static string Find(string[] arguments, string shared)
    {
        if (arguments.Length > 0)
        {
            return arguments[0];
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data", shared);
            if (Path.Exists(candidate))
            {
                return candidate;
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "data", shared);
    }
}
