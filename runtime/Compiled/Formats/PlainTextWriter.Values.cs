namespace Compiled.Formats;

/// <content>Numbers and dates.</content>
public static partial class PlainTextWriter
{
    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, sbyte value) => output.Advance(NumberWriter.Write((long)value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, byte value) => output.Advance(NumberWriter.Write((ulong)value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, short value) => output.Advance(NumberWriter.Write((long)value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, ushort value) => output.Advance(NumberWriter.Write((ulong)value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, int value) => output.Advance(NumberWriter.Write((long)value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, uint value) => output.Advance(NumberWriter.Write((ulong)value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, long value) => output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, ulong value) => output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, decimal value) => output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, float value) => output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, double value) => output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    public static void Write(Utf8Buffer output, DateTimeOffset value) => output.Advance(DateWriter.WriteIso8601(value.UtcTicks, output.Reserve(DateWriter.MaxLength)));

    /// <summary>Writes an instant as ISO 8601 in UTC; a time of unspecified kind is UTC.</summary>
    public static void Write(Utf8Buffer output, DateTime value) => output.Advance(DateWriter.WriteIso8601(UtcTicks(value), output.Reserve(DateWriter.MaxLength)));

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    public static void Write(Utf8Buffer output, DateOnly value) => output.Advance(DateWriter.WriteDate(value.DayNumber, output.Reserve(DateWriter.MaxLength)));

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    public static void Write(Utf8Buffer output, TimeSpan value) => output.Advance(DateWriter.WriteTimeSpan(value.Ticks, output.Reserve(DateWriter.MaxLength)));

    private static long UtcTicks(DateTime value) => value.Kind == DateTimeKind.Local ? value.ToUniversalTime().Ticks : value.Ticks;
}
