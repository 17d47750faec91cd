using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>
/// Text and numbers to dates: UTC ticks as <see cref="DateTime.Ticks"/> counts them. The whole slice must be the date. Dates without an offset are UTC.
/// </summary>
/// <remarks>Up to 32 bytes after the text are read, whatever they hold: frames and decoders' scratch memory are padded for this.</remarks>
public static unsafe partial class DateParser
{
    private const int DateLength = 10;

    /// <summary>
    /// ISO 8601: <c>yyyy-MM-dd</c>, or that with <c>T</c> (or <c>t</c>, or a space) and <c>HH:mm</c>, <c>HH:mm:ss</c> or <c>HH:mm:ss.f…</c> (<c>,</c> too; more than seven
    /// digits are cut), and then nothing, <c>Z</c>, <c>±HH:mm</c>, <c>±HHmm</c> or <c>±HH</c>.
    /// </summary>
    public static bool TryIso8601(byte* p, int length, out long utcTicks)
    {
        utcTicks = 0;
        if (length < DateLength || !TryDate(p, out int day))
        {
            return false;
        }

        utcTicks = day * TimeSpan.TicksPerDay;
        return length == DateLength || TryIsoTime(p + DateLength, p + length, ref utcTicks);
    }

    /// <summary>A date alone, <c>yyyy-MM-dd</c>, as <see cref="DateOnly.DayNumber"/>.</summary>
    public static bool TryDateOnly(byte* p, int length, out int dayNumber)
    {
        dayNumber = 0;
        return length == DateLength && TryDate(p, out dayNumber);
    }

    /// <summary>A number since 1970-01-01T00:00:00Z; nanoseconds are cut to ticks downwards. False outside years 1 to 9999.</summary>
    /// <param name="unit">What the number counts; <see cref="TimeUnit.Text"/> counts milliseconds, as a number without a stated unit does.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryEpoch(long value, TimeUnit unit, out long utcTicks)
    {
        switch (unit)
        {
            case TimeUnit.Text:
            case TimeUnit.Milliseconds:
                return TryScale(value, TimeSpan.TicksPerMillisecond, out utcTicks);
            case TimeUnit.Seconds:
                return TryScale(value, TimeSpan.TicksPerSecond, out utcTicks);
            case TimeUnit.Microseconds:
                return TryScale(value, TimeSpan.TicksPerMicrosecond, out utcTicks);
            default:
                utcTicks = Calendar.UnixEpochTicks + Math.DivRem(value, 100).Quotient - (value % 100 < 0 ? 1 : 0);
                return true;
        }
    }

    /// <summary>Ticks of a unit that is no shorter than a tick, and how many of it there are from the first instant to 1970 and to the last one.</summary>
    /// <returns>False for nanoseconds.</returns>
    public static bool TryScale(TimeUnit unit, out long ticksPerUnit, out long before, out long all)
    {
        ticksPerUnit = unit switch
        {
            TimeUnit.Seconds => TimeSpan.TicksPerSecond,
            TimeUnit.Microseconds => TimeSpan.TicksPerMicrosecond,
            _ => TimeSpan.TicksPerMillisecond,
        };
        before = Calendar.UnixEpochTicks / ticksPerUnit;
        all = before + ((Calendar.MaxTicks - Calendar.UnixEpochTicks) / ticksPerUnit);
        return unit != TimeUnit.Nanoseconds;
    }

    /// <summary>A date by a stated pattern.</summary>
    public static bool TryPattern(byte* p, int length, DatePattern pattern, out long utcTicks) => pattern.TryParse(p, length, out utcTicks);

    /// <summary>A duration as <c>[-][d.]hh:mm:ss[.fffffff]</c>, .NET's constant format.</summary>
    public static bool TryTimeSpan(byte* p, int length, out long ticks)
    {
        bool ok = System.Buffers.Text.Utf8Parser.TryParse(new ReadOnlySpan<byte>(p, length), out TimeSpan span, out int used, 'c') && used == length;
        ticks = span.Ticks;
        return ok;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryScale(long value, long ticksPerUnit, out long utcTicks)
    {
        long low = -(Calendar.UnixEpochTicks / ticksPerUnit);
        long high = (Calendar.MaxTicks - Calendar.UnixEpochTicks) / ticksPerUnit;
        utcTicks = Calendar.UnixEpochTicks + (value * ticksPerUnit);
        return (ulong)(value - low) <= (ulong)(high - low);
    }

    /// <summary>Ten bytes yyyy-MM-dd in one comparison and one multiplication each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDate(byte* p, out int day)
    {
        const ulong dashes = 0x2D00_002D_0000_0000; // bytes 4 and 7 of "yyyy-MM-"
        const ulong dashMask = 0xFF00_00FF_0000_0000;
        ulong text = Unsafe.ReadUnaligned<ulong>(p);
        ulong digits = (text ^ 0x3030303030303030) & ~dashMask;
        uint tens = (uint)(p[8] - '0');
        uint ones = (uint)(p[9] - '0');
        bool ok = (text & dashMask) == dashes && NumberParser.Digits.NotDigits(digits) == 0 && tens <= 9 && ones <= 9;

        // Neighbouring digits to a number of two digits, in the byte of the first one.
        digits = (digits * 10) + (digits >> 8);
        uint year = (((uint)digits & 0xFF) * 100) + ((uint)(digits >> 16) & 0xFF);
        uint month = (uint)(digits >> 40) & 0xFF;
        return Calendar.TryDayNumber(year, month, (tens * 10) + ones, out day) && ok;
    }

    /// <summary>The part from the separator on: time, fraction, offset.</summary>
    private static bool TryIsoTime(byte* p, byte* end, ref long utcTicks)
    {
        if (!(*p is (byte)'T' or (byte)'t' or (byte)' ') || end - p < 6 || !TryTwo(p + 1, out uint hour) || p[3] != (byte)':' || !TryTwo(p + 4, out uint minute))
        {
            return false;
        }

        p += 6;
        uint second = 0;
        long fraction = 0;
        if (p < end && *p == (byte)':')
        {
            if (end - p < 3 || !TryTwo(p + 1, out second))
            {
                return false;
            }

            p += 3;
            if (p < end && *p is (byte)'.' or (byte)',')
            {
                byte* first = p + 1;
                p = SkipFraction(first, end, out fraction);
                if (p == first)
                {
                    return false;
                }
            }
        }

        if (!Calendar.TryTimeOfDay(hour, minute, second, out long time) || !TryOffset(p, end, out long offset))
        {
            return false;
        }

        utcTicks += time + fraction - offset;
        return (ulong)utcTicks <= Calendar.MaxTicks;
    }

    /// <summary>Digits after the point as ticks.</summary>
    private static byte* SkipFraction(byte* p, byte* end, out long ticks)
    {
        ticks = 0;
        long unit = TimeSpan.TicksPerSecond / 10;
        for (; p < end && (uint)(*p - '0') <= 9; p++)
        {
            ticks += (*p - '0') * unit;
            unit /= 10;
        }

        return p;
    }

    private static bool TryOffset(byte* p, byte* end, out long ticks)
    {
        ticks = 0;
        int length = (int)(end - p);
        if (length == 0 || (length == 1 && (*p | 0x20) == (byte)'z'))
        {
            return true;
        }

        bool negative = *p == (byte)'-';
        if ((!negative && *p != (byte)'+') || length < 3 || !TryTwo(p + 1, out uint hours))
        {
            return false;
        }

        uint minutes = 0;
        bool ok = length switch
        {
            3 => true,
            5 => TryTwo(p + 3, out minutes),
            6 => p[3] == (byte)':' && TryTwo(p + 4, out minutes),
            _ => false,
        };
        ticks = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute * (negative ? -1 : 1);

        // Offsets end at 14 hours, as in DateTimeOffset.
        return ok && minutes < 60 && (hours * 60) + minutes <= 14 * 60;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTwo(byte* p, out uint value)
    {
        uint tens = (uint)(p[0] - '0');
        uint ones = (uint)(p[1] - '0');
        value = (tens * 10) + ones;
        return tens <= 9 && ones <= 9;
    }
}
