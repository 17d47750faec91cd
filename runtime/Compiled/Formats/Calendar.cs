using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>The proleptic Gregorian calendar of years 1 to 9999, in plain arithmetic.</summary>
internal static class Calendar
{
    public const long UnixEpochTicks = 621_355_968_000_000_000;
    public const long MaxTicks = 3_155_378_975_999_999_999;

    // In an array and not a switch: a load beats an unpredictable branch.
    private static ReadOnlySpan<byte> DaysInMonth => [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>Days since 0001-01-01, as <see cref="DateOnly.DayNumber"/>; false if there is no such day.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDayNumber(uint year, uint month, uint day, out int dayNumber)
    {
        dayNumber = 0;
        if (year - 1 > 9998 || month - 1 > 11)
        {
            return false;
        }

        uint last = DaysInMonth[(int)month - 1];
        if (day - 1 >= last && !(month == 2 && day == 29 && DateTime.IsLeapYear((int)year)))
        {
            return false;
        }

        // Years that begin in March put the leap day last, so that months follow one formula.
        uint shift = month <= 2 ? 1u : 0u;
        uint y = year - shift;
        uint m = month + (12 * shift) - 3;
        dayNumber = (int)((365 * y) + (y / 4) - (y / 100) + (y / 400) + (((153 * m) + 2) / 5) + day) - 307;
        return true;
    }

    /// <summary>Ticks of a time of day; false if it is not one (no leap seconds, no 24:00).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTimeOfDay(uint hour, uint minute, uint second, out long ticks)
    {
        ticks = ((hour * 3600) + (minute * 60) + second) * TimeSpan.TicksPerSecond;
        return hour < 24 && minute < 60 && second < 60;
    }
}
