using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>Dates and durations in JSON: text or a number, as the member says.</summary>
internal static unsafe class JsonDates
{
    public const string Expected = "a date as it is declared (ISO 8601 text or milliseconds unless stated otherwise)";

    /// <summary>UTC ticks of a textual date.</summary>
    public static bool TryText(Utf8Slice text, TimeUnit unit, DatePattern? pattern, out long utcTicks)
    {
        utcTicks = 0;
        if (unit != TimeUnit.Text)
        {
            return false;
        }

        return pattern == null ? DateParser.TryIso8601(text.Pointer, text.Length, out utcTicks) : DateParser.TryPattern(text.Pointer, text.Length, pattern, out utcTicks);
    }

    /// <summary>UTC ticks of a numeric date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryNumber(byte* p, int length, TimeUnit unit, DatePattern? pattern, out long utcTicks)
    {
        utcTicks = 0;
        return pattern == null && JsonNumber.TryInt64(p, length, out long number) && DateParser.TryEpoch(number, unit, out utcTicks);
    }

    /// <summary>Day number of a textual date: a date alone, or what the pattern says.</summary>
    public static bool TryDayText(Utf8Slice text, TimeUnit unit, DatePattern? pattern, out int day)
    {
        day = 0;
        if (unit == TimeUnit.Text && pattern == null)
        {
            return DateParser.TryDateOnly(text.Pointer, text.Length, out day);
        }

        bool ok = TryText(text, unit, pattern, out long ticks);
        day = (int)(ticks / TimeSpan.TicksPerDay);
        return ok;
    }

    /// <summary>Day number of a numeric date.</summary>
    public static bool TryDayNumber(byte* p, int length, TimeUnit unit, DatePattern? pattern, out int day)
    {
        bool ok = TryNumber(p, length, unit, pattern, out long ticks);
        day = (int)(ticks / TimeSpan.TicksPerDay);
        return ok;
    }
}
