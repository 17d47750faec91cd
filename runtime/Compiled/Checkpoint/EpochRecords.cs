using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Compiled.Checkpoint;

/// <summary>What one epoch reads of one input.</summary>
internal sealed record InputPosition(string Input, string Position);

/// <summary>What an epoch is made of, written before it runs: <c>offsets/N</c>.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="Watermarks">Watermarks at its start, UTC ticks; <see cref="long.MinValue"/> for none.</param>
/// <param name="Positions">Ranges of the inputs that have any.</param>
internal sealed record EpochOffsets(long Epoch, long[] Watermarks, InputPosition[] Positions)
{
    /// <summary>
    /// For a group of epochs that were logged together after they had run: the first of them; <see cref="Epoch"/> is the last. Null for an epoch that was logged before it ran.
    /// A group without a commit means nothing.
    /// </summary>
    public long? GroupFrom { get; init; }

    /// <summary>The first epoch that this is about.</summary>
    public long First => GroupFrom ?? Epoch;
}

/// <summary>That an epoch has been delivered: <c>commits/N</c>.</summary>
/// <param name="Epoch">Its number.</param>
/// <param name="StateEpoch">The last epoch whose state is durable; -1 if none is.</param>
/// <param name="StateToken">How the store finds that state; null for a pipeline without state.</param>
/// <param name="Watermarks">Watermarks at its end.</param>
internal sealed record EpochCommit(long Epoch, long StateEpoch, string? StateToken, long[] Watermarks);

/// <summary>Records as JSON lines and back.</summary>
internal static class EpochRecords
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<string> ToLines(EpochOffsets offsets)
    {
        yield return Line(json =>
        {
            json.WriteNumber("epoch", offsets.Epoch);
            if (offsets.GroupFrom is { } from)
            {
                json.WriteNumber("groupFrom", from);
            }
        });
        foreach (string line in WatermarkLines(offsets.Watermarks))
        {
            yield return line;
        }

        foreach (InputPosition position in offsets.Positions)
        {
            yield return ToLine(position);
        }
    }

    public static IEnumerable<string> ToLines(EpochCommit commit)
    {
        yield return Line(json =>
        {
            json.WriteNumber("epoch", commit.Epoch);
            json.WriteNumber("stateEpoch", commit.StateEpoch);
            json.WriteString("state", commit.StateToken);
        });
        foreach (string line in WatermarkLines(commit.Watermarks))
        {
            yield return line;
        }
    }

    public static string ToLine(InputPosition position) => Line(json =>
    {
        json.WriteString("input", position.Input);
        json.WriteString("position", position.Position);
    });

    public static EpochOffsets ParseOffsets(string[] lines)
    {
        JsonElement[] records = Array.ConvertAll(lines, Parse);
        return new EpochOffsets(
            records[0].GetProperty("epoch").GetInt64(),
            Watermarks(records),
            [.. records.Where(record => record.TryGetProperty("input", out _)).Select(ToPosition)])
        {
            GroupFrom = records[0].TryGetProperty("groupFrom", out JsonElement from) ? from.GetInt64() : null,
        };
    }

    public static EpochCommit ParseCommit(string[] lines)
    {
        JsonElement[] records = Array.ConvertAll(lines, Parse);
        return new EpochCommit(
            records[0].GetProperty("epoch").GetInt64(),
            records[0].GetProperty("stateEpoch").GetInt64(),
            records[0].GetProperty("state").GetString(),
            Watermarks(records));
    }

    public static InputPosition ParsePosition(string line) => ToPosition(Parse(line));

    public static string Line(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static JsonElement Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private static InputPosition ToPosition(JsonElement record) => new(record.GetProperty("input").GetString()!, record.GetProperty("position").GetString()!);

    private static IEnumerable<string> WatermarkLines(long[] watermarks)
    {
        for (int i = 0; i < watermarks.Length; i++)
        {
            int id = i;
            long ticks = watermarks[i];
            yield return Line(json =>
            {
                json.WriteNumber("watermark", id);
                json.WriteNumber("ticks", ticks);

                // For people; only the ticks are read back.
                json.WriteString("utc", ticks < 0 ? null : new DateTime(ticks, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture));
            });
        }
    }

    private static long[] Watermarks(JsonElement[] records) =>
        [.. records.Where(record => record.TryGetProperty("watermark", out _)).OrderBy(record => record.GetProperty("watermark").GetInt32())
            .Select(record => record.GetProperty("ticks").GetInt64())];
}
