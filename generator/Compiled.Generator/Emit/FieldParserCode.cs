using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>Which of the runtime's field parsers converts a column, as C#.</summary>
internal static class FieldParserCode
{
    /// <summary>The parser as an expression; <paramref name="pattern"/> names the field that holds the column's date pattern, if it has one.</summary>
    public static string Of(ColumnSchema column, string pattern) => column.Kind switch
    {
        ColumnKind.Boolean => "default(BooleanField)",
        ColumnKind.SByte => "default(SByteField)",
        ColumnKind.Byte => "default(ByteField)",
        ColumnKind.Int16 => "default(Int16Field)",
        ColumnKind.UInt16 => "default(UInt16Field)",
        ColumnKind.Int32 => "default(Int32Field)",
        ColumnKind.UInt32 => "default(UInt32Field)",
        ColumnKind.Int64 => "default(Int64Field)",
        ColumnKind.UInt64 => "default(UInt64Field)",
        ColumnKind.Single => "default(SingleField)",
        ColumnKind.Double => "default(DoubleField)",
        ColumnKind.Decimal => "default(DecimalField)",
        ColumnKind.DateTimeOffset or ColumnKind.DateTime => Instant(column.Date, pattern),
        ColumnKind.DateOnly => Day(column.Date, pattern),
        ColumnKind.TimeSpan => "default(DurationField)",
        _ => throw new InvalidOperationException($"A field cannot hold '{column.Member}', which is a {column.Kind}."),
    };

    /// <summary>Whether the column needs a DatePattern.</summary>
    public static bool HasPattern(ColumnSchema column) =>
        column.Kind is ColumnKind.DateTimeOffset or ColumnKind.DateTime or ColumnKind.DateOnly && column.Date?.Pattern is not null;

    private static string Instant(DateEncoding? date, string pattern) =>
        date?.Pattern is not null ? $"new PatternField({pattern})" : $"default({Epoch(date) ?? "DateField"})";

    private static string Day(DateEncoding? date, string pattern)
    {
        if (date?.Pattern is not null)
        {
            return $"new DayOfField<PatternField>(new PatternField({pattern}))";
        }

        return Epoch(date) is { } epoch ? $"default(DayOfField<{epoch}>)" : "default(DayField)";
    }

    private static string? Epoch(DateEncoding? date) => date?.Unit switch
    {
        DateUnit.Seconds => "EpochSecondsField",
        DateUnit.Milliseconds => "EpochMillisecondsField",
        DateUnit.Microseconds => "EpochMicrosecondsField",
        DateUnit.Nanoseconds => "EpochNanosecondsField",
        _ => null,
    };
}
