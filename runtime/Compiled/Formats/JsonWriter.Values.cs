namespace Compiled.Formats;

/// <content>Numbers and dates.</content>
public static partial class JsonWriter
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

    /// <summary>Writes a number; what JSON has no number for (NaN, infinities) is written as null.</summary>
    public static void Write(Utf8Buffer output, float value)
    {
        if (float.IsFinite(value))
        {
            output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));
        }
        else
        {
            output.Append("null"u8);
        }
    }

    /// <summary>Writes a number; what JSON has no number for (NaN, infinities) is written as null.</summary>
    public static void Write(Utf8Buffer output, double value)
    {
        if (double.IsFinite(value))
        {
            output.Advance(NumberWriter.Write(value, output.Reserve(NumberWriter.MaxLength)));
        }
        else
        {
            output.Append("null"u8);
        }
    }

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    public static void Write(Utf8Buffer output, DateTimeOffset value)
    {
        Span<byte> text = output.Reserve(DateWriter.MaxLength + 2);
        text[0] = (byte)'"';
        int length = DateWriter.WriteIso8601(value.UtcTicks, text[1..]);
        text[length + 1] = (byte)'"';
        output.Advance(length + 2);
    }

    /// <summary>Writes an instant as ISO 8601 in UTC; a time of unspecified kind is UTC.</summary>
    public static void Write(Utf8Buffer output, DateTime value)
    {
        Span<byte> text = output.Reserve(DateWriter.MaxLength + 2);
        text[0] = (byte)'"';
        int length = DateWriter.WriteIso8601(UtcTicks(value), text[1..]);
        text[length + 1] = (byte)'"';
        output.Advance(length + 2);
    }

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    public static void Write(Utf8Buffer output, DateOnly value)
    {
        Span<byte> text = output.Reserve(DateWriter.MaxLength + 2);
        text[0] = (byte)'"';
        int length = DateWriter.WriteDate(value.DayNumber, text[1..]);
        text[length + 1] = (byte)'"';
        output.Advance(length + 2);
    }

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    public static void Write(Utf8Buffer output, TimeSpan value)
    {
        Span<byte> text = output.Reserve(DateWriter.MaxLength + 2);
        text[0] = (byte)'"';
        int length = DateWriter.WriteTimeSpan(value.Ticks, text[1..]);
        text[length + 1] = (byte)'"';
        output.Advance(length + 2);
    }

    private static long UtcTicks(DateTime value) => value.Kind == DateTimeKind.Local ? value.ToUniversalTime().Ticks : value.Ticks;
}
