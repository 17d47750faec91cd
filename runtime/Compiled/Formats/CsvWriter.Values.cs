using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <content>Numbers and dates.</content>
public static partial class CsvWriter
{
    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> and two bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, ulong value, byte delimiter) => ref QuoteIfNumeric(ref at, ref NumberWriter.Write(ref at, value), delimiter);

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> and two bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, decimal value, byte delimiter) => ref QuoteIfNumeric(ref at, ref NumberWriter.Write(ref at, value), delimiter);

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> and two bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, float value, byte delimiter) => ref QuoteIfNumeric(ref at, ref NumberWriter.Write(ref at, value), delimiter);

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, DateOnly value, byte delimiter) => ref QuoteIfNumeric(ref at, ref DateWriter.WriteDate(ref at, value.DayNumber), delimiter);

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, TimeSpan value, byte delimiter) => ref QuoteIfNumeric(ref at, ref DateWriter.WriteTimeSpan(ref at, value.Ticks), delimiter);

    /// <summary>Writes a whole number of a formatted column.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes and two.</param>
    /// <param name="numbers">The column.</param>
    /// <param name="row">The row in the block; not checked.</param>
    /// <param name="delimiter">The separator of fields.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteInteger(ref byte at, NumberTexts numbers, int row, byte delimiter) => ref QuoteIfNumeric(ref at, ref numbers.WriteInteger(ref at, row), delimiter);

    /// <summary>Writes a number of a formatted column.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes and two.</param>
    /// <param name="numbers">The column.</param>
    /// <param name="row">The row in the block; not checked.</param>
    /// <param name="delimiter">The separator of fields.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteReal(ref byte at, NumberTexts numbers, int row, byte delimiter) => ref QuoteIfNumeric(ref at, ref numbers.WriteReal(ref at, row), delimiter);

    /// <summary>Writes an instant of a formatted column.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes and two.</param>
    /// <param name="instants">The column.</param>
    /// <param name="row">The row in the block; not checked.</param>
    /// <param name="delimiter">The separator of fields.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteInstant(ref byte at, InstantTexts instants, int row, byte delimiter) => ref QuoteIfNumeric(ref at, ref instants.Write(ref at, row), delimiter);
}
