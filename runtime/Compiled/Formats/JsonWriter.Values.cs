using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <content>Numbers and dates.</content>
public static partial class JsonWriter
{
    /// <summary>Writes a whole number, also of a smaller type.</summary>
    public static void Write(Utf8Buffer output, long value) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength), value));

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, long value) => ref NumberWriter.Write(ref at, value);

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, ulong value) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength), value));

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, ulong value) => ref NumberWriter.Write(ref at, value);

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, decimal value) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength), value));

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, decimal value) => ref NumberWriter.Write(ref at, value);

    /// <summary>Writes a number; what JSON has no number for (NaN, infinities) is written as null.</summary>
    public static void Write(Utf8Buffer output, float value) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength), value));

    /// <summary>Writes a number; what JSON has no number for (NaN, infinities) is written as null.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, float value) => ref float.IsFinite(value) ? ref NumberWriter.Write(ref at, value) : ref PlainTextWriter.Append(ref at, "null"u8);

    /// <summary>Writes a number; what JSON has no number for (NaN, infinities) is written as null.</summary>
    public static void Write(Utf8Buffer output, double value) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength), value));

    /// <summary>Writes a number; what JSON has no number for (NaN, infinities) is written as null.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, double value) => ref double.IsFinite(value) ? ref NumberWriter.Write(ref at, value) : ref PlainTextWriter.Append(ref at, "null"u8);

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    public static void Write(Utf8Buffer output, DateTimeOffset value) => output.End(ref Write(ref output.Begin(DateWriter.MaxLength + 2), value));

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, DateTimeOffset value)
    {
        at = (byte)'"';
        return ref PlainTextWriter.Append(ref DateWriter.WriteIso8601(ref Unsafe.Add(ref at, 1), value.UtcTicks), (byte)'"');
    }

    /// <summary>Writes an instant as ISO 8601 in UTC; a time of unspecified kind is UTC.</summary>
    public static void Write(Utf8Buffer output, DateTime value) => output.End(ref Write(ref output.Begin(DateWriter.MaxLength + 2), value));

    /// <summary>Writes an instant as ISO 8601 in UTC; a time of unspecified kind is UTC.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, DateTime value)
    {
        at = (byte)'"';
        return ref PlainTextWriter.Append(ref DateWriter.WriteIso8601(ref Unsafe.Add(ref at, 1), DateWriter.UtcTicks(value)), (byte)'"');
    }

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    public static void Write(Utf8Buffer output, DateOnly value) => output.End(ref Write(ref output.Begin(DateWriter.MaxLength + 2), value));

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, DateOnly value)
    {
        at = (byte)'"';
        return ref PlainTextWriter.Append(ref DateWriter.WriteDate(ref Unsafe.Add(ref at, 1), value.DayNumber), (byte)'"');
    }

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    public static void Write(Utf8Buffer output, TimeSpan value) => output.End(ref Write(ref output.Begin(DateWriter.MaxLength + 2), value));

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, TimeSpan value)
    {
        at = (byte)'"';
        return ref PlainTextWriter.Append(ref DateWriter.WriteTimeSpan(ref Unsafe.Add(ref at, 1), value.Ticks), (byte)'"');
    }

    /// <summary>Writes a whole number of a formatted column.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <param name="numbers">The column.</param>
    /// <param name="row">The row in the block; not checked.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteInteger(ref byte at, NumberTexts numbers, int row) => ref numbers.WriteInteger(ref at, row);

    /// <summary>Writes a number of a formatted column; what JSON has no number for (NaN, infinities) is written as null.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <param name="numbers">The column.</param>
    /// <param name="row">The row in the block; not checked.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteReal(ref byte at, NumberTexts numbers, int row) => ref numbers.WriteJsonReal(ref at, row);

    /// <summary>Writes an instant of a formatted column.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <param name="instants">The column.</param>
    /// <param name="row">The row in the block; not checked.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteInstant(ref byte at, InstantTexts instants, int row)
    {
        at = (byte)'"';
        return ref PlainTextWriter.Append(ref instants.Write(ref Unsafe.Add(ref at, 1), row), (byte)'"');
    }
}
