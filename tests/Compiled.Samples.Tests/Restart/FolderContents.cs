using System.Security.Cryptography;

namespace Compiled.Samples.Tests.Restart;

/// <summary>What lies in a folder, byte for byte: names (hidden ones too) and a hash of each file.</summary>
internal static class FolderContents
{
    public static string[] Of(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => $"{Path.GetRelativePath(folder, file)} {new FileInfo(file).Length} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")
            .Order(StringComparer.Ordinal),
    ];
}
