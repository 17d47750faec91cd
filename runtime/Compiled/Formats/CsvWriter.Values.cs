using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <content>Numbers and dates.</content>
public static partial class CsvWriter
{
    /// <summary>Writes a whole number, also of a smaller type.</summary>
    public static void Write(Utf8Buffer output, long value, byte delimiter) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength + 2), value, delimiter));

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> and two bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, long value, byte delimiter) => ref QuoteIfNumeric(ref at, ref NumberWriter.Write(ref at, value), delimiter);

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, ulong value, byte delimiter) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength + 2), value, delimiter));

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> and two bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, ulong value, byte delimiter) => ref QuoteIfNumeric(ref at, ref NumberWriter.Write(ref at, value), delimiter);

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, decimal value, byte delimiter) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength + 2), value, delimiter));

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> and two bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, decimal value, byte delimiter) => ref QuoteIfNumeric(ref at, ref NumberWriter.Write(ref at, value), delimiter);

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, float value, byte delimiter) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength + 2), value, delimiter));

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> and two bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, float value, byte delimiter) => ref QuoteIfNumeric(ref at, ref NumberWriter.Write(ref at, value), delimiter);

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8Buffer output, double value, byte delimiter) => output.End(ref Write(ref output.Begin(NumberWriter.MaxLength + 2), value, delimiter));

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> and two bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, double value, byte delimiter) => ref QuoteIfNumeric(ref at, ref NumberWriter.Write(ref at, value), delimiter);

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    public static void Write(Utf8Buffer output, DateTimeOffset value, byte delimiter) => output.End(ref Write(ref output.Begin(DateWriter.MaxLength + 2), value, delimiter));

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, DateTimeOffset value, byte delimiter) => ref QuoteIfNumeric(ref at, ref DateWriter.WriteIso8601(ref at, value.UtcTicks), delimiter);

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <param name="value">The instant.</param>
    /// <param name="text">The text of instants of this column.</param>
    /// <param name="delimiter">The separator of fields.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, DateTimeOffset value, scoped ref InstantText text, byte delimiter) => ref QuoteIfNumeric(ref at, ref text.Write(ref at, value.UtcTicks), delimiter);

    /// <summary>Writes an instant as ISO 8601 in UTC; a time of unspecified kind is UTC.</summary>
    public static void Write(Utf8Buffer output, DateTime value, byte delimiter) => output.End(ref Write(ref output.Begin(DateWriter.MaxLength + 2), value, delimiter));

    /// <summary>Writes an instant as ISO 8601 in UTC; a time of unspecified kind is UTC.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, DateTime value, byte delimiter) => ref QuoteIfNumeric(ref at, ref DateWriter.WriteIso8601(ref at, DateWriter.UtcTicks(value)), delimiter);

    /// <summary>Writes an instant as ISO 8601 in UTC; a time of unspecified kind is UTC.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <param name="value">The instant.</param>
    /// <param name="text">The text of instants of this column.</param>
    /// <param name="delimiter">The separator of fields.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, DateTime value, scoped ref InstantText text, byte delimiter) => ref QuoteIfNumeric(ref at, ref text.Write(ref at, DateWriter.UtcTicks(value)), delimiter);

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    public static void Write(Utf8Buffer output, DateOnly value, byte delimiter) => output.End(ref Write(ref output.Begin(DateWriter.MaxLength + 2), value, delimiter));

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, DateOnly value, byte delimiter) => ref QuoteIfNumeric(ref at, ref DateWriter.WriteDate(ref at, value.DayNumber), delimiter);

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    public static void Write(Utf8Buffer output, TimeSpan value, byte delimiter) => output.End(ref Write(ref output.Begin(DateWriter.MaxLength + 2), value, delimiter));

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, TimeSpan value, byte delimiter) => ref QuoteIfNumeric(ref at, ref DateWriter.WriteTimeSpan(ref at, value.Ticks), delimiter);
}
