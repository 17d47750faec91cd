using System.Globalization;
using System.Text.Json;

namespace Compiled.Sources;

/// <summary>Position texts of the simple sources: <c>{"from":0,"to":5}</c>.</summary>
internal static class PositionText
{
    public static string Write(long from, long to) => string.Create(CultureInfo.InvariantCulture, $"{{\"from\":{from},\"to\":{to}}}");

    public static (long From, long To) Read(string position, string source) => Guard(position, source, () =>
    {
        using JsonDocument document = JsonDocument.Parse(position);
        return (document.RootElement.GetProperty("from").GetInt64(), document.RootElement.GetProperty("to").GetInt64());
    });

    /// <summary>Runs <paramref name="read"/> and tells a text that this source did not write as a fault of the checkpoint.</summary>
    public static T Guard<T>(string position, string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new PipelineException(
                "CMP0938",
                $"The checkpoint holds a position that the source of {source} did not write: {Shorten(position)}. Bind the input to the kind of source it had, or start with a new checkpoint.",
                e);
        }
    }

    public static PipelineException NotReplayable(string source) =>
        new("CMP0938", $"A batch was interrupted and its input cannot be read again: {source} is not replayable. Start with a new checkpoint; what was in that batch is lost unless it is sent again.");

    private static string Shorten(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
