using System.Globalization;
using System.Text;
using System.Text.Json;
using Compiled.Generator.Plan;
using Compiled.Queries.Tests.Interpreting;

namespace Compiled.Queries.Tests.Running;

/// <summary>Row objects as the bytes of an input's format, written without the runtime's writers.</summary>
internal static class RowBytes
{
    public static byte[] Of(InputPlan input, IEnumerable<object> rows) => input.Format.Format switch
    {
        InputFormat.Json => Lines(rows, row => Json(row, input.Row)),
        InputFormat.Csv => Lines(rows, row => Csv(row, input), input.Format.Header ? string.Join(input.Format.Delimiter, input.Row.Columns.Select(c => c.DataName)) : null),
        InputFormat.Text => Lines(rows, row => row.ToString()!),
        InputFormat.Binary => [.. rows.SelectMany(row => input.Row.Columns.SelectMany(c => Binary(Members.Get(row, c.Member)!, c)))],
        _ => throw new InvalidOperationException("The input takes rows only."),
    };

    private static byte[] Lines(IEnumerable<object> rows, Func<object, string> line, string? header = null)
    {
        var text = new StringBuilder(header is null ? "" : header + "\n");
        foreach (object row in rows)
        {
            text.Append(line(row)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Json(object row, RowSchema schema) => schema.Construction == RowConstruction.Scalar
        ? JsonValue(row, schema.Columns[0])
        : "{" + string.Join(",", schema.Columns.Select(c => JsonSerializer.Serialize(c.DataName) + ":" + JsonValue(Members.Get(row, c.Member), c))) + "}";

    private static string JsonValue(object? value, ColumnSchema column)
    {
        switch (value)
        {
            case null: return "null";
            case bool b: return b ? "true" : "false";
            case System.Collections.IEnumerable list when column.Kind == ColumnKind.List: return "[" + string.Join(",", list.Cast<object>().Select(i => Json(i, column.Nested!))) + "]";
        }

        if (column.Kind == ColumnKind.Record)
        {
            return Json(value, column.Nested!);
        }

        string text = Scalar(value, column);
        bool isNumber = column.Date is { Unit: not DateUnit.Text } || column.Kind is >= ColumnKind.SByte and <= ColumnKind.Decimal;
        return isNumber ? text : JsonSerializer.Serialize(text);
    }

    private static string Csv(object row, InputPlan input) => string.Join(input.Format.Delimiter, input.Row.Columns.Select(c =>
    {
        string text = Members.Get(row, c.Member) is { } value ? Scalar(value, c) : "";
        return text.AsSpan().ContainsAny('"', '\n', '\r') || text.Contains(input.Format.Delimiter) ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }));

    private static string Scalar(object value, ColumnSchema column) => value switch
    {
        DateTimeOffset instant => Date(instant.UtcDateTime, column.Date),
        DateTime time => Date(time, column.Date),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool b => b ? "true" : "false",
        double or float => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
        IFormattable any => any.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Date(DateTime time, DateEncoding? encoding) => encoding switch
    {
        { Unit: not DateUnit.Text } => Number(time, encoding.Unit).ToString(CultureInfo.InvariantCulture),
        { Pattern: { } pattern } => time.ToString(pattern, CultureInfo.InvariantCulture),
        _ => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
    };

    private static long Number(DateTime time, DateUnit unit)
    {
        long ticks = time.Ticks - DateTime.UnixEpoch.Ticks;
        return unit switch
        {
            DateUnit.Seconds => ticks / TimeSpan.TicksPerSecond,
            DateUnit.Microseconds => ticks / TimeSpan.TicksPerMicrosecond,
            DateUnit.Nanoseconds => ticks * 100,
            _ => ticks / TimeSpan.TicksPerMillisecond,
        };
    }

    private static byte[] Binary(object value, ColumnSchema column) => value switch
    {
        bool b => [b ? (byte)1 : (byte)0],
        sbyte n => [(byte)n],
        byte n => [n],
        short n => BitConverter.GetBytes(n),
        ushort n => BitConverter.GetBytes(n),
        int n => BitConverter.GetBytes(n),
        uint n => BitConverter.GetBytes(n),
        long n => BitConverter.GetBytes(n),
        ulong n => BitConverter.GetBytes(n),
        float n => BitConverter.GetBytes(n),
        double n => BitConverter.GetBytes(n),
        decimal n => [.. decimal.GetBits(n).SelectMany(BitConverter.GetBytes)],
        DateTimeOffset instant => BitConverter.GetBytes(Number(instant.UtcDateTime, column.Date!.Unit)),
        _ => throw new InvalidOperationException($"No binary form of {value.GetType()}."),
    };
}
