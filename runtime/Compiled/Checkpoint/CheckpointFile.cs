using System.Buffers.Text;
using System.Text;

namespace Compiled.Checkpoint;

/// <summary>
/// The form of every small checkpoint file: a line with kind and version, lines of JSON, a line with the CRC-32C of everything before it.
/// The byte layout is described in docs/formats/checkpoint.md; change both together.
/// </summary>
internal static class CheckpointFile
{
    public const int Version = 1;
    public const string TemporarySuffix = ".tmp";
    private const string ChecksumPrefix = "crc32c ";

    /// <summary>Writes the file so that after a crash there is either the old one or the whole new one.</summary>
    public static void Write(IFileSystem files, string folder, string name, string kind, IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        text.Append("compiled ").Append(kind).Append(" v").Append(Version).Append('\n');
        foreach (string line in lines)
        {
            text.Append(line).Append('\n');
        }

        byte[] body = Encoding.UTF8.GetBytes(text.ToString());
        byte[] content = [.. body, .. Encoding.ASCII.GetBytes($"{ChecksumPrefix}{Crc32C.Of(body):x8}\n")];
        string path = Path.Combine(folder, name);
        files.WriteSynced(path + TemporarySuffix, content);
        files.Rename(path + TemporarySuffix, path);
        files.SyncFolder(folder);
    }

    /// <summary>The JSON lines of a file, or null with the reason if it is damaged.</summary>
    public static string[]? TryRead(IFileSystem files, string folder, string name, string kind, out string reason)
    {
        byte[] content = files.Read(Path.Combine(folder, name));
        ReadOnlySpan<byte> bytes = content;
        int checksumLength = ChecksumPrefix.Length + 8 + 1;
        if (bytes.Length < checksumLength || bytes[^1] != (byte)'\n')
        {
            reason = $"it ends early, at {bytes.Length} bytes";
            return null;
        }

        ReadOnlySpan<byte> body = bytes[..^checksumLength];
        ReadOnlySpan<byte> last = bytes[body.Length..];
        if (!last.StartsWith(Encoding.ASCII.GetBytes(ChecksumPrefix))
            || !Utf8Parser.TryParse(last.Slice(ChecksumPrefix.Length, 8), out uint stated, out int used, 'x') || used != 8 || stated != Crc32C.Of(body))
        {
            reason = "its checksum does not match its content";
            return null;
        }

        string[] lines = Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != $"compiled {kind} v{Version}")
        {
            string found = lines.Length == 0 ? "" : lines[0];
            throw new PipelineException("CMP0955", $"Checkpoint file '{Path.Combine(folder, name)}' begins with '{found}', but this version reads 'compiled {kind} v{Version}'. "
                + "Run the job with the version that wrote it, or start with an empty checkpoint folder.");
        }

        reason = "";
        return lines[1..];
    }

    /// <summary>Reads a file that there is no way to do without.</summary>
    /// <exception cref="PipelineException">CMP0955: it is damaged.</exception>
    public static string[] Read(IFileSystem files, string folder, string name, string kind) =>
        TryRead(files, folder, name, kind, out string reason) ?? throw Damaged(Path.Combine(folder, name), reason);

    public static PipelineException Damaged(string path, string reason) =>
        new("CMP0955", $"Checkpoint file '{path}' is damaged: {reason}. Restore the checkpoint folder from a copy, or start with an empty one and let the job begin anew.");
}
