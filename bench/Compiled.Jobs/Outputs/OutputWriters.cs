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
        InstantTexts times = output.Instants(0);
        NumberTexts counts = output.Numbers(0);
        NumberTexts totals = output.Numbers(1);
        while (!rows.IsEmpty)
        {
            ReadOnlySpan<OutputRow> block = FormatBlock(ref rows, times, counts, totals);
            for (int i = 0; i < block.Length; i++)
            {
                ref readonly OutputRow row = ref block[i];
                ref byte at = ref output.Begin(NumberWriter.MaxLength * 2 + DateWriter.MaxLength + 60 + JsonWriter.RoomOf(row.City));
                at = ref PlainTextWriter.AppendPadded(ref at, "{\"Time\":\"       "u8, 9);
                at = ref PlainTextWriter.WriteInstant(ref at, times, i);
                at = ref PlainTextWriter.AppendPadded(ref at, "\",\"City\":\"      "u8, 10);
                at = ref JsonWriter.WriteInside(ref at, row.City);
                at = ref PlainTextWriter.AppendPadded(ref at, "\",\"Count\":      "u8, 10);
                at = ref JsonWriter.WriteInteger(ref at, counts, i);
                at = ref PlainTextWriter.AppendPadded(ref at, ",\"Total\":       "u8, 9);
                at = ref JsonWriter.WriteReal(ref at, totals, i);
                at = ref PlainTextWriter.Append(ref at, ",\"Flag\":"u8);
                at = ref JsonWriter.Write(ref at, row.Flag);
                at = ref PlainTextWriter.AppendPadded(ref at, "}\n      "u8, 2);
                output.End(ref at);
            }
        }
    }

    /// <summary>What generated code does for CSV.</summary>
    public static void Csv(ReadOnlySpan<OutputRow> rows, Utf8Buffer output)
    {
        const byte Delimiter = (byte)',';
        InstantTexts times = output.Instants(0);
        NumberTexts counts = output.Numbers(0);
        NumberTexts totals = output.Numbers(1);
        while (!rows.IsEmpty)
        {
            ReadOnlySpan<OutputRow> block = FormatBlock(ref rows, times, counts, totals);
            for (int i = 0; i < block.Length; i++)
            {
                ref readonly OutputRow row = ref block[i];
                ref byte at = ref output.Begin(NumberWriter.MaxLength * 2 + DateWriter.MaxLength + 60 + CsvWriter.RoomOf(row.City));
                at = ref CsvWriter.WriteInstant(ref at, times, i, Delimiter);
                at = ref PlainTextWriter.Append(ref at, Delimiter);
                at = ref CsvWriter.Write(ref at, row.City, Delimiter);
                at = ref PlainTextWriter.Append(ref at, Delimiter);
                at = ref CsvWriter.WriteInteger(ref at, counts, i, Delimiter);
                at = ref PlainTextWriter.Append(ref at, Delimiter);
                at = ref CsvWriter.WriteReal(ref at, totals, i, Delimiter);
                at = ref PlainTextWriter.Append(ref at, Delimiter);
                at = ref CsvWriter.Write(ref at, row.Flag, Delimiter);
                at = ref PlainTextWriter.Append(ref at, (byte)'\n');
                output.End(ref at);
            }
        }
    }

    /// <summary>One column as a line of text.</summary>
    public static void Text(ReadOnlySpan<OutputRow> rows, Utf8Buffer output)
    {
        foreach (ref readonly OutputRow row in rows)
        {
            ref byte at = ref output.Begin(PlainTextWriter.RoomOf(row.City) + 1);
            at = ref PlainTextWriter.Write(ref at, row.City);
            at = ref PlainTextWriter.Append(ref at, (byte)'\n');
            output.End(ref at);
        }
    }

    // Takes the next rows and formats their columns.
    private static ReadOnlySpan<OutputRow> FormatBlock(ref ReadOnlySpan<OutputRow> rows, InstantTexts times, NumberTexts counts, NumberTexts totals)
    {
        ReadOnlySpan<OutputRow> block = rows.Length > NumberTexts.Rows ? rows[..NumberTexts.Rows] : rows;
        rows = rows[block.Length..];
        for (int i = 0; i < block.Length; i++)
        {
            ref readonly OutputRow row = ref block[i];
            times.Set(i, row.Time);
            counts.SetInteger(i, row.Count);
            totals.SetReal(i, row.Total);
        }

        times.Format(block.Length);
        counts.FormatIntegers(block.Length);
        totals.FormatReals(block.Length);
        return block;
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
