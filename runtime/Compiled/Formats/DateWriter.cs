using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>Dates to text. Every method writes ASCII to the front of its destination and returns the number of bytes.</summary>
public static class DateWriter
{
    /// <summary>Most bytes that any method writes.</summary>
    public const int MaxLength = 32;

    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>
    /// <c>yyyy-MM-ddTHH:mm:ssZ</c>; a fraction of a second has three digits if they say all, else six, else seven.
    /// </summary>
    /// <param name="utcTicks">UTC ticks, 0 to those of the end of year 9999.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    public static int WriteIso8601(long utcTicks, Span<byte> destination)
    {
        (long day, long time) = Math.DivRem(utcTicks, TimeSpan.TicksPerDay);
        WriteDate((int)day, destination);
        destination[10] = (byte)'T';
        (long seconds, long fraction) = Math.DivRem(time, TimeSpan.TicksPerSecond);
        WriteClock((uint)seconds, destination[11..]);
        int length = 19 + WriteFraction((uint)fraction, destination[19..]);
        destination[length] = (byte)'Z';
        return length + 1;
    }

    /// <summary><c>yyyy-MM-dd</c> of a <see cref="DateOnly.DayNumber"/>.</summary>
    public static int WriteDate(int dayNumber, Span<byte> destination)
    {
        (int year, int month, int day) = DateOnly.FromDayNumber(dayNumber);
        WritePair(destination, 0, (uint)year / 100);
        WritePair(destination, 2, (uint)year % 100);
        destination[4] = (byte)'-';
        WritePair(destination, 5, (uint)month);
        destination[7] = (byte)'-';
        WritePair(destination, 8, (uint)day);
        return 10;
    }

    /// <summary>A duration as <c>[-][d.]hh:mm:ss[.fffffff]</c>, .NET's constant format.</summary>
    public static int WriteTimeSpan(long ticks, Span<byte> destination)
    {
        new TimeSpan(ticks).TryFormat(destination, out int length, "c", System.Globalization.CultureInfo.InvariantCulture);
        return length;
    }

    private static void WriteClock(uint secondsOfDay, Span<byte> destination)
    {
        WritePair(destination, 0, secondsOfDay / 3600);
        destination[2] = (byte)':';
        WritePair(destination, 3, secondsOfDay / 60 % 60);
        destination[5] = (byte)':';
        WritePair(destination, 6, secondsOfDay % 60);
    }

    private static int WriteFraction(uint ticks, Span<byte> destination)
    {
        if (ticks == 0)
        {
            return 0;
        }

        (uint value, int digits) = ticks % TimeSpan.TicksPerMillisecond == 0 ? (ticks / (uint)TimeSpan.TicksPerMillisecond, 3)
            : ticks % TimeSpan.TicksPerMicrosecond == 0 ? (ticks / (uint)TimeSpan.TicksPerMicrosecond, 6)
            : (ticks, 7);
        destination[0] = (byte)'.';
        for (int i = digits; i > 0; i--)
        {
            (value, uint digit) = Math.DivRem(value, 10);
            destination[i] = (byte)('0' + digit);
        }

        return digits + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePair(Span<byte> destination, int at, uint value) => Pairs.Slice((int)value * 2, 2).CopyTo(destination[at..]);
}
