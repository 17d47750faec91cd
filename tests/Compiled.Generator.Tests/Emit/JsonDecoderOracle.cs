using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Tests.Emit;

/// <summary>What the rows are by System.Text.Json, described as <see cref="JsonDecoderHost.Describe"/> does.</summary>
internal sealed class JsonDecoderOracle
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly Regex Iso = new(
        "^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})([Tt ](?<h>[0-9]{2}):(?<m>[0-9]{2})(:(?<s>[0-9]{2})([.,](?<f>[0-9]+))?)?([Zz]|(?<sign>[+-])(?<oh>[0-9]{2})(:?(?<om>[0-9]{2}))?)?)?$(?!\n)",
        RegexOptions.Compiled);

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    public List<string> Rows { get; } = [];

    public List<long> Malformed { get; } = [];

    public static JsonDecoderOracle Decode(PhysicalInput input, ReadOnlySpan<byte> bytes)
    {
        var oracle = new JsonDecoderOracle();
        int start = bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < bytes.Length)
        {
            int length = bytes[start..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> row = length < 0 ? bytes[start..] : bytes.Slice(start, length);
            oracle.Row(input, row, start);
            start += row.Length + 1;
        }

        return oracle;
    }

    private void Row(PhysicalInput input, ReadOnlySpan<byte> row, int start)
    {
        if (row.IndexOfAnyExcept(" \t\r"u8) < 0)
        {
            return;
        }

        if (TryDescribe(input, row.ToArray(), out string text))
        {
            Rows.Add(text);
        }
        else
        {
            Malformed.Add(start);
        }
    }

    private static bool TryDescribe(PhysicalInput input, byte[] row, out string text)
    {
        text = "";
        try
        {
            using JsonDocument document = JsonDocument.Parse(row, Options);
            var result = new StringBuilder();
            bool ok = input.Row.Construction == RowConstruction.Scalar
                ? Value(input.Columns[0], document.RootElement, result, true)
                : Object(input.Columns, document.RootElement, result);
            text = result.ToString();
            return ok;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Object(IEnumerable<PhysicalColumn> columns, JsonElement element, StringBuilder text)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (PhysicalColumn column in columns)
        {
            bool found = false;
            int before = text.Length;
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (property.NameEquals(column.Schema.DataName))
                {
                    found = true;
                    text.Length = before;
                    if (!Value(column, property.Value, text, true))
                    {
                        return false;
                    }
                }
            }

            if (!found && !Value(column, default, text, false))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Value(PhysicalColumn column, JsonElement element, StringBuilder text, bool found)
    {
        text.Append(column.Schema.Member).Append('=');
        if (!found || element.ValueKind == JsonValueKind.Null)
        {
            text.Append("null;");
            return column.Schema.IsNullable;
        }

        switch (column.Schema.Kind)
        {
            case ColumnKind.Record:
                text.Append('{');
                bool ok = Object(column.Children, element, text);
                text.Append("};");
                return ok;
            case ColumnKind.List:
                return List(column, element, text);
            default:
                object? value = Scalar(column.Schema, element);
                text.Append(value is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : value).Append(';');
                return value != null;
        }
    }

    private static bool List(PhysicalColumn column, JsonElement element, StringBuilder text)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        text.Append('[');
        foreach (JsonElement item in element.EnumerateArray())
        {
            bool ok = column.Schema.Nested!.Construction == RowConstruction.Scalar ? Value(column.Children[0], item, text, true) : Object(column.Children, item, text);
            if (!ok)
            {
                return false;
            }

            text.Append('|');
        }

        text.Append("];");
        return true;
    }

    private static object? Scalar(ColumnSchema schema, JsonElement element)
    {
        bool isNumber = element.ValueKind == JsonValueKind.Number;
        switch (schema.Kind)
        {
            case ColumnKind.Text or ColumnKind.String:
                return Text(element) is { } text ? $"'{text}'" : null;
            case ColumnKind.Boolean:
                return element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : null;
            case ColumnKind.SByte:
                return isNumber && element.TryGetSByte(out sbyte int8) ? int8 : null;
            case ColumnKind.Byte:
                return isNumber && element.TryGetByte(out byte uint8) ? uint8 : null;
            case ColumnKind.Int16:
                return isNumber && element.TryGetInt16(out short int16) ? int16 : null;
            case ColumnKind.UInt16:
                return isNumber && element.TryGetUInt16(out ushort uint16) ? uint16 : null;
            case ColumnKind.Int32:
                return isNumber && element.TryGetInt32(out int int32) ? int32 : null;
            case ColumnKind.UInt32:
                return isNumber && element.TryGetUInt32(out uint uint32) ? uint32 : null;
            case ColumnKind.Int64:
                return isNumber && element.TryGetInt64(out long int64) ? int64 : null;
            case ColumnKind.UInt64:
                return isNumber && element.TryGetUInt64(out ulong uint64) ? uint64 : null;
            case ColumnKind.Single:
                return isNumber && element.TryGetSingle(out float single) ? single : null;
            case ColumnKind.Double:
                return isNumber && element.TryGetDouble(out double real) ? real : null;
            case ColumnKind.Decimal:
                return isNumber && element.TryGetDecimal(out decimal dec) ? dec : null;
            default:
                return Date(schema, element);
        }
    }

    private static object? Date(ColumnSchema schema, JsonElement element)
    {
        DateEncoding encoding = schema.Date ?? new DateEncoding(DateUnit.Text, null);
        if (schema.Kind == ColumnKind.TimeSpan)
        {
            return Duration(element);
        }

        long ticks;
        if (element.ValueKind == JsonValueKind.Number)
        {
            Int128 unit = encoding.Unit == DateUnit.Seconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;
            Int128 wide = element.TryGetInt64(out long number) ? DateTime.UnixEpoch.Ticks + (number * unit) : -1;
            if (encoding.Pattern != null || wide < 0 || wide > DateTime.MaxValue.Ticks)
            {
                return null;
            }

            ticks = (long)wide;
        }
        else
        {
            const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            string? text = Text(element);
            DateTime date = default;
            bool ok = text != null && encoding.Unit == DateUnit.Text
                && (encoding.Pattern != null ? DateTime.TryParseExact(text, encoding.Pattern, CultureInfo.InvariantCulture, utc, out date)
                    : schema.Kind == ColumnKind.DateOnly ? DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, utc, out date)
                    : TryIso(text, out date));
            if (!ok)
            {
                return null;
            }

            ticks = date.Ticks;
        }

        return schema.Kind == ColumnKind.DateOnly ? (int)(ticks / TimeSpan.TicksPerDay) : ticks;
    }

    private static object? Duration(JsonElement element)
    {
        try
        {
            return element.Deserialize<TimeSpan>().Ticks;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>ISO 8601 by an expression: more than seven digits of a second are cut.</summary>
    private static bool TryIso(string text, out DateTime date)
    {
        date = default;
        Match match = Iso.Match(text);
        if (!match.Success || !DateTime.TryParseExact(match.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
        {
            return false;
        }

        int Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
        int offset = (Number("oh") * 60) + Number("om");
        if (Number("h") > 23 || Number("m") > 59 || Number("s") > 59 || Number("om") > 59 || offset > 14 * 60)
        {
            return false;
        }

        long fraction = match.Groups["f"].Success ? long.Parse(match.Groups["f"].Value.PadRight(7, '0')[..7], CultureInfo.InvariantCulture) : 0;
        long minutes = match.Groups["sign"].Value == "-" ? -offset : offset;
        long ticks = date.Ticks + fraction + (Number("s") * TimeSpan.TicksPerSecond) + (((Number("h") * 60) + Number("m") - minutes) * TimeSpan.TicksPerMinute);
        bool ok = ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
        date = ok ? new DateTime(ticks) : default;
        return ok;
    }

    /// <summary>Text in valid UTF-8 without lone surrogates, or null.</summary>
    private static string? Text(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            string text = element.GetString()!;
            Strict.GetBytes(text);
            return text;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
