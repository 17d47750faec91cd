using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <content>Numbers and dates.</content>
public static partial class PlainTextWriter
{
    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, long value) => ref NumberWriter.Write(ref at, value);

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

    /// <summary>Writes a number.</summary>
    /// <param name="at">Room for <see cref="NumberWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, double value) => ref NumberWriter.Write(ref at, value);

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes.</param>
    /// <param name="value">The instant.</param>
    /// <param name="text">The text of instants of this column.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, DateTimeOffset value, scoped ref InstantText text) => ref text.Write(ref at, value.UtcTicks);

    /// <summary>Writes an instant as ISO 8601 in UTC; a time of unspecified kind is UTC.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes.</param>
    /// <param name="value">The instant.</param>
    /// <param name="text">The text of instants of this column.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, DateTime value, scoped ref InstantText text) => ref text.Write(ref at, DateWriter.UtcTicks(value));

    /// <summary>Writes a day as yyyy-MM-dd.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, DateOnly value) => ref DateWriter.WriteDate(ref at, value.DayNumber);

    /// <summary>Writes a duration as [-][d.]hh:mm:ss[.fffffff].</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, TimeSpan value) => ref DateWriter.WriteTimeSpan(ref at, value.Ticks);
}
