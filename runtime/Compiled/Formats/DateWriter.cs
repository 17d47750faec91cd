using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Formats;

/// <summary>Dates to text. Every method writes ASCII to the front of its destination and returns the number of bytes.</summary>
public static class DateWriter
{
    /// <summary>Most bytes that any method writes.</summary>
    public const int MaxLength = 32;

    private const int DateLength = 10;

    /// <summary>
    /// <c>yyyy-MM-ddTHH:mm:ssZ</c>; a fraction of a second has three digits if they say all, else six, else seven.
    /// </summary>
    /// <param name="utcTicks">UTC ticks, 0 to those of the end of year 9999.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    public static int WriteIso8601(long utcTicks, Span<byte> destination)
    {
        destination = destination[..MaxLength];
        ref byte start = ref MemoryMarshal.GetReference(destination);
        ulong day = (ulong)utcTicks / TimeSpan.TicksPerDay;
        ulong time = (ulong)utcTicks - (day * TimeSpan.TicksPerDay);
        WriteDate(ref start, (int)day);
        Unsafe.Add(ref start, 10) = (byte)'T';
        uint seconds = (uint)(time / TimeSpan.TicksPerSecond);
        WriteClock(ref Unsafe.Add(ref start, 11), seconds);
        int length = 19 + WriteFraction(ref Unsafe.Add(ref start, 19), (uint)(time - (seconds * (ulong)TimeSpan.TicksPerSecond)));
        Unsafe.Add(ref start, length) = (byte)'Z';
        return length + 1;
    }

    /// <summary><c>yyyy-MM-dd</c> of a <see cref="DateOnly.DayNumber"/>.</summary>
    public static int WriteDate(int dayNumber, Span<byte> destination)
    {
        destination = destination[..DateLength];
        WriteDate(ref MemoryMarshal.GetReference(destination), dayNumber);
        return DateLength;
    }

    /// <summary>A duration as <c>[-][d.]hh:mm:ss[.fffffff]</c>, .NET's constant format.</summary>
    public static int WriteTimeSpan(long ticks, Span<byte> destination)
    {
        new TimeSpan(ticks).TryFormat(destination, out int length, "c", System.Globalization.CultureInfo.InvariantCulture);
        return length;
    }

    /// <summary><see cref="WriteIso8601(long, Span{byte})"/> where there is room for <see cref="MaxLength"/> bytes.</summary>
    internal static ref byte WriteIso8601(ref byte start, long utcTicks) => ref Unsafe.Add(ref start, WriteIso8601(utcTicks, MemoryMarshal.CreateSpan(ref start, MaxLength)));

    /// <summary>UTC ticks of a time; one of unspecified kind is UTC.</summary>
    internal static long UtcTicks(DateTime value) => value.Kind == DateTimeKind.Local ? value.ToUniversalTime().Ticks : value.Ticks;

    /// <summary><see cref="WriteTimeSpan(long, Span{byte})"/> where there is room for <see cref="MaxLength"/> bytes.</summary>
    internal static ref byte WriteTimeSpan(ref byte start, long ticks) => ref Unsafe.Add(ref start, WriteTimeSpan(ticks, MemoryMarshal.CreateSpan(ref start, MaxLength)));

    /// <summary><see cref="WriteDate(int, Span{byte})"/> where there is room for <see cref="MaxLength"/> bytes.</summary>
    internal static ref byte WriteDate(ref byte start, int dayNumber)
    {
        (int year, int month, int day) = DateOnly.FromDayNumber(dayNumber);
        DigitPairs.WriteFour(ref start, (uint)year);
        Unsafe.Add(ref start, 4) = (byte)'-';
        DigitPairs.WritePair(ref Unsafe.Add(ref start, 5), (uint)month);
        Unsafe.Add(ref start, 7) = (byte)'-';
        DigitPairs.WritePair(ref Unsafe.Add(ref start, 8), (uint)day);
        return ref Unsafe.Add(ref start, DateLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteClock(ref byte start, uint secondsOfDay)
    {
        uint minutes = secondsOfDay / 60;
        uint hours = minutes / 60;
        DigitPairs.WritePair(ref start, hours);
        Unsafe.Add(ref start, 2) = (byte)':';
        DigitPairs.WritePair(ref Unsafe.Add(ref start, 3), minutes - (hours * 60));
        Unsafe.Add(ref start, 5) = (byte)':';
        DigitPairs.WritePair(ref Unsafe.Add(ref start, 6), secondsOfDay - (minutes * 60));
    }

    /// <summary>A fraction of a second with its point; nothing for 0. Eight bytes are written to.</summary>
    /// <returns>Number of bytes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int WriteFraction(ref byte start, uint ticks)
    {
        if (ticks == 0)
        {
            return 0;
        }

        // Eight digits with a leading zero, which the point replaces.
        uint high = ticks / 10_000;
        uint low = ticks - (high * 10_000);
        DigitPairs.WriteFour(ref start, high);
        start = (byte)'.';
        if (low == 0)
        {
            return 4;
        }

        DigitPairs.WriteFour(ref Unsafe.Add(ref start, 4), low);
        return low % 10 == 0 ? 7 : 8;
    }
}
