using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Compiled.Monitoring;

/// <summary>Progress as JSON, written member by member so that trimming and NativeAOT need no metadata.</summary>
internal static class ProgressJson
{
    // Positions and sinks hold paths; the relaxed encoder leaves them readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(BatchProgress progress)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("pipeline", progress.Pipeline);
        json.WriteNumber("batchId", progress.BatchId);
        json.WriteString("triggerTime", progress.TriggerTime);
        json.WriteNumber("rowsIn", progress.RowsIn);
        json.WriteNumber("bytesIn", progress.BytesIn);
        json.WriteNumber("rowsOut", progress.RowsOut);
        json.WriteNumber("rowsPerSecond", Math.Round(progress.RowsPerSecond, 1));
        WritePhases(json, progress);
        WriteInputs(json, progress.Inputs);
        WriteQueries(json, progress.Queries);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WritePhases(Utf8JsonWriter json, BatchProgress progress)
    {
        json.WriteStartObject("durationMs");
        json.WriteNumber("total", Math.Round(progress.DurationMs, 3));
        json.WriteNumber("plan", Math.Round(progress.Phases.PlanMs, 3));
        json.WriteNumber("run", Math.Round(progress.Phases.RunMs, 3));
        json.WriteNumber("stage", Math.Round(progress.Phases.StageMs, 3));
        json.WriteNumber("state", Math.Round(progress.Phases.StateMs, 3));
        json.WriteNumber("commit", Math.Round(progress.Phases.CommitMs, 3));
        json.WriteEndObject();
    }

    private static void WriteInputs(Utf8JsonWriter json, IReadOnlyList<InputProgress> inputs)
    {
        json.WriteStartArray("inputs");
        foreach (InputProgress input in inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("source", input.Source);
            json.WriteNumber("rows", input.Rows);
            json.WriteNumber("bytes", input.Bytes);
            json.WriteNumber("malformed", input.Malformed);
            json.WriteString("position", input.Position);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteQueries(Utf8JsonWriter json, IReadOnlyList<QueryProgress> queries)
    {
        json.WriteStartArray("queries");
        foreach (QueryProgress query in queries)
        {
            json.WriteStartObject();
            json.WriteString("name", query.Name);
            json.WriteString("sink", query.Sink);
            json.WriteNumber("rowsOut", query.RowsOut);
            json.WriteNumber("late", query.Late);
            json.WriteNumber("stateRows", query.StateRows);
            json.WriteNumber("stateBytes", query.StateBytes);
            if (query.Watermark is { } watermark)
            {
                json.WriteString("watermark", watermark);
            }
            else
            {
                json.WriteNull("watermark");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
