using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <content>Numbers and dates.</content>
public static partial class PlainTextWriter
{
    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, ulong value) => ref NumberWriter.Write(ref at, value);

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, decimal value) => ref NumberWriter.Write(ref at, value);

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, float value) => ref NumberWriter.Write(ref at, value);

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, DateOnly value) => ref DateWriter.WriteDate(ref at, value.DayNumber);

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, TimeSpan value) => ref DateWriter.WriteTimeSpan(ref at, value.Ticks);

    /// <summary>Writes a whole number of a formatted column.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <param name="numbers">The column.</param>
    /// <param name="row">The row in the block; not checked.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteInteger(ref byte at, NumberTexts numbers, int row) => ref numbers.WriteInteger(ref at, row);

    /// <summary>Writes a number of a formatted column.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <param name="numbers">The column.</param>
    /// <param name="row">The row in the block; not checked.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteReal(ref byte at, NumberTexts numbers, int row) => ref numbers.WriteReal(ref at, row);

    /// <summary>Writes an instant of a formatted column.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes.</param>
    /// <param name="instants">The column.</param>
    /// <param name="row">The row in the block; not checked.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteInstant(ref byte at, InstantTexts instants, int row) => ref instants.Write(ref at, row);
}
