using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Compiled.Sources;

/// <summary>
/// Position texts of a folder's source: <c>{"files":[{"path":"a.json","bytes":12,"modified":"…Z"}]}</c> for an epoch, <c>{"seen":["a.json"]}</c> for a history folded into one.
/// </summary>
internal static class FilePosition
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<InputFile> files) => Write(writer =>
    {
        writer.WriteStartArray("files");
        foreach (InputFile file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("path", file.Path);
            writer.WriteNumber("bytes", file.Bytes);
            writer.WriteString("modified", file.Modified.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }
    });

    public static string WriteSeen(IEnumerable<string> paths) => Write(writer =>
    {
        writer.WriteStartArray("seen");
        foreach (string path in paths)
        {
            writer.WriteStringValue(path);
        }
    });

    /// <summary>The files of an epoch.</summary>
    public static List<InputFile> ReadFiles(string position) => Read(position, root =>
    {
        var files = new List<InputFile>();
        foreach (JsonElement file in root.GetProperty("files").EnumerateArray())
        {
            DateTime modified = DateTime.Parse(file.GetProperty("modified").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            files.Add(new InputFile(file.GetProperty("path").GetString()!, file.GetProperty("bytes").GetInt64(), modified));
        }

        return files;
    });

    /// <summary>The paths of an epoch or of a folded history.</summary>
    public static List<string> ReadPaths(string position) => Read(position, root => root.TryGetProperty("seen", out JsonElement seen)
        ? seen.EnumerateArray().Select(path => path.GetString()!).ToList()
        : root.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()!).ToList());

    private static string Write(Action<Utf8JsonWriter> writeArray)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Readable))
        {
            writer.WriteStartObject();
            writeArray(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static List<T> Read<T>(string position, Func<JsonElement, List<T>> read) => PositionText.Guard(position, "files", () =>
    {
        using JsonDocument document = JsonDocument.Parse(position);
        return read(document.RootElement);
    });
}
