namespace Compiled.Formats;

/// <content>Numbers and dates.</content>
public static partial class CsvWriter
{
    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, sbyte value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write((long)value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, byte value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write((ulong)value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, short value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write((long)value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, ushort value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write((ulong)value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, int value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write((long)value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, uint value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write((ulong)value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, long value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, ulong value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, decimal value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, float value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, double value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    public static void Write(Utf8Buffer output, DateTimeOffset value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(DateWriter.WriteIso8601(value.UtcTicks, output.Reserve(DateWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes an instant as ISO 8601 in UTC; a time of unspecified kind is UTC.</summary>
    public static void Write(Utf8Buffer output, DateTime value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(DateWriter.WriteIso8601(UtcTicks(value), output.Reserve(DateWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    public static void Write(Utf8Buffer output, DateOnly value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(DateWriter.WriteDate(value.DayNumber, output.Reserve(DateWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    public static void Write(Utf8Buffer output, TimeSpan value, byte delimiter)
    {
        int start = output.Length;
        output.Advance(DateWriter.WriteTimeSpan(value.Ticks, output.Reserve(DateWriter.MaxLength)));
        QuoteIfNumeric(output, start, delimiter);
    }

    private static long UtcTicks(DateTime value) => value.Kind == DateTimeKind.Local ? value.ToUniversalTime().Ticks : value.Ticks;
}
