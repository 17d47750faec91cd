using System.Globalization;

namespace Compiled;

/// <summary>Reads lengths of time written as text, at run time: everything that the compiler accepts in queries, and short units.</summary>
public static class Duration
{
    /// <summary>
    /// Reads one or more pairs of a number and a unit, for example <c>15 minutes</c>, <c>1 hour 30 minutes</c>, <c>1.5 s</c>, <c>250ms</c>.
    /// Units, in any case: <c>us, microsecond(s); ms, millisecond(s); s, sec, secs, second(s); min, mins, minute(s); h, hour(s); d, day(s); week(s)</c>.
    /// The pairs are added; each unit may occur once. Months and years are not accepted, since their length varies.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The length, greater than zero, rounded to 100 ns.</returns>
    /// <exception cref="PipelineException">CMP0950: the text is not a duration, or not greater than zero.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out TimeSpan duration) ? duration : throw NotADuration(text);
    }

    /// <summary>As <see cref="Parse"/>, but false instead of an exception.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        decimal ticks = 0;
        var seen = new HashSet<long>();
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            if (!TryReadNumber(ref rest, out decimal number) || !TryReadUnit(ref rest, out long unit) || !seen.Add(unit))
            {
                return false;
            }

            ticks += number * unit;
            rest = rest.TrimStart();
        }

        if (ticks < 1 || ticks > long.MaxValue)
        {
            return false;
        }

        duration = new TimeSpan((long)decimal.Round(ticks));
        return true;
    }

    internal static PipelineException NotADuration(string text) =>
        new("CMP0950", $"'{text}' is not a duration. Write a number and a unit, greater than zero, such as \"15 minutes\", \"1 hour 30 minutes\" or \"250 ms\".");

    private static bool TryReadNumber(ref ReadOnlySpan<char> rest, out decimal number)
    {
        int length = 0;
        while (length < rest.Length && (char.IsAsciiDigit(rest[length]) || rest[length] == '.'))
        {
            length++;
        }

        // Twelve digits are more than any duration needs and keep the product with a unit inside a decimal.
        number = 0;
        bool ok = length is > 0 and <= 12 && decimal.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
        rest = rest[length..].TrimStart();
        return ok;
    }

    private static bool TryReadUnit(ref ReadOnlySpan<char> rest, out long ticks)
    {
        int length = 0;
        while (length < rest.Length && char.IsAsciiLetter(rest[length]))
        {
            length++;
        }

        ticks = length > 12 ? 0 : TicksOf(rest[..length].ToString().ToLowerInvariant());
        rest = rest[length..];
        return ticks > 0;
    }

    private static long TicksOf(string unit) => unit switch
    {
        "us" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "ms" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "sec" or "secs" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "min" or "mins" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "week" or "weeks" => 7 * TimeSpan.TicksPerDay,
        _ => 0,
    };
}
