using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Compiled.Formats;

namespace Compiled.Jobs.Outputs;

/// <summary>Ways to write rows to memory; each returns the number of bytes.</summary>
internal static class OutputWriters
{
    private static readonly JsonEncodedText s_time = JsonEncodedText.Encode("Time");
    private static readonly JsonEncodedText s_city = JsonEncodedText.Encode("City");
    private static readonly JsonEncodedText s_count = JsonEncodedText.Encode("Count");
    private static readonly JsonEncodedText s_total = JsonEncodedText.Encode("Total");
    private static readonly JsonEncodedText s_flag = JsonEncodedText.Encode("Flag");

    /// <summary>What generated code does for JSON lines.</summary>
    public static void Json(ReadOnlySpan<OutputRow> rows, Utf8Buffer output)
    {
        foreach (ref readonly OutputRow row in rows)
        {
            output.Append("{\"Time\":"u8);
            JsonWriter.Write(output, row.Time);
            output.Append(",\"City\":"u8);
            JsonWriter.Write(output, row.City);
            output.Append(",\"Count\":"u8);
            JsonWriter.Write(output, row.Count);
            output.Append(",\"Total\":"u8);
            JsonWriter.Write(output, row.Total);
            output.Append(",\"Flag\":"u8);
            JsonWriter.Write(output, row.Flag);
            output.Append("}\n"u8);
        }
    }

    /// <summary>What generated code does for CSV.</summary>
    public static void Csv(ReadOnlySpan<OutputRow> rows, Utf8Buffer output)
    {
        const byte Delimiter = (byte)',';
        foreach (ref readonly OutputRow row in rows)
        {
            CsvWriter.Write(output, row.Time, Delimiter);
            output.Append(Delimiter);
            CsvWriter.Write(output, row.City, Delimiter);
            output.Append(Delimiter);
            CsvWriter.Write(output, row.Count, Delimiter);
            output.Append(Delimiter);
            CsvWriter.Write(output, row.Total, Delimiter);
            output.Append(Delimiter);
            CsvWriter.Write(output, row.Flag, Delimiter);
            output.Append((byte)'\n');
        }
    }

    /// <summary>One column as a line of text.</summary>
    public static void Text(ReadOnlySpan<OutputRow> rows, Utf8Buffer output)
    {
        foreach (ref readonly OutputRow row in rows)
        {
            PlainTextWriter.Write(output, row.City);
            output.Append((byte)'\n');
        }
    }

    /// <summary>The same JSON by the framework's writer.</summary>
    public static void FrameworkJson(ReadOnlySpan<OutputRow> rows, ArrayBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        foreach (ref readonly OutputRow row in rows)
        {
            json.Reset(output);
            json.WriteStartObject();
            json.WriteString(s_time, row.Time);
            json.WriteString(s_city, row.City.Span);
            json.WriteNumber(s_count, row.Count);
            json.WriteNumber(s_total, row.Total);
            json.WriteBoolean(s_flag, row.Flag);
            json.WriteEndObject();
            json.Flush();
            output.Write("\n"u8);
        }
    }

    /// <summary>The same CSV by CsvHelper, which writes characters; the text is made before.</summary>
    public static void CsvHelper(ReadOnlySpan<TextRow> rows, TextWriter output)
    {
        using var csv = new CsvHelper.CsvWriter(output, CultureInfo.InvariantCulture, leaveOpen: true);
        foreach (TextRow row in rows)
        {
            csv.WriteField(row.Time);
            csv.WriteField(row.City);
            csv.WriteField(row.Count);
            csv.WriteField(row.Total);
            csv.WriteField(row.Flag);
            csv.NextRecord();
        }
    }

    /// <summary>A row with its text as a string.</summary>
    internal sealed record TextRow(DateTimeOffset Time, string City, long Count, double Total, bool Flag);
}
