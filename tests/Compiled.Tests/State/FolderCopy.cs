namespace Compiled.Tests.State;

/// <summary>Copies a folder as it is at an instant: what a kill at that instant leaves.</summary>
internal static class FolderCopy
{
    public static void Of(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.GetDirectories(from))
        {
            Of(folder, Path.Combine(to, Path.GetFileName(folder)));
        }

        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
