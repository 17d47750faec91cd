using System.Globalization;

namespace Compiled.Generator.Parse;

/// <summary>
/// Durations as text: "15 minutes", "1 hour 30 minutes", "1.5 s", "250ms". The grammar is that of Compiled.Duration, which reads them at run time; here zero is a duration too
/// (a watermark without delay), and what is wrong is said.
/// </summary>
public static class DurationText
{
    /// <summary>The grammar, for messages.</summary>
    public const string Grammar =
        "A duration is one or more pairs of a number and a unit (us, ms, s, min, h, d, or microseconds to weeks written out), each unit once, for example \"15 minutes\" or \"1 hour 30 minutes\".";

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ticks">The duration in ticks of 100 ns.</param>
    /// <param name="problem">What is wrong with the text, or null.</param>
    public static bool TryParse(string text, out long ticks, out string? problem)
    {
        ticks = 0;
        decimal sum = 0;
        HashSet<long> seen = [];
        int at = SkipSpace(text, 0);
        problem = at == text.Length ? "it is empty" : null;
        while (at < text.Length && problem is null)
        {
            problem = Add(text, ref at, seen, ref sum);
            at = SkipSpace(text, at);
        }

        problem ??= sum > long.MaxValue ? "it is longer than 29 000 years" : null;
        ticks = problem is null ? (long)decimal.Round(sum) : 0;
        return problem is null;
    }

    private static string? Add(string text, ref int at, HashSet<long> seen, ref decimal sum)
    {
        string number = Take(text, ref at, c => c is (>= '0' and <= '9') or '.');
        at = SkipSpace(text, at);
        string unit = Take(text, ref at, c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'));

        // Twelve digits are more than any duration needs and keep the product with a unit inside a decimal.
        if (number.Length is 0 or > 12 || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal count))
        {
            return number.Length > 0 ? $"'{number}' is no number that can be read" : unit.Length > 0 ? $"'{unit}' has no number before it" : $"'{text[at]}' is neither a number nor a unit";
        }

        if (unit.Length == 0)
        {
            return $"'{number}' has no unit after it";
        }

        long ticks = UnitTicks(unit.ToLowerInvariant());
        if (ticks == 0)
        {
            return $"'{unit}' is not a unit";
        }

        sum += count * ticks;
        return seen.Add(ticks) ? null : $"the unit '{unit}' occurs twice";
    }

    private static string Take(string text, ref int at, Func<char, bool> belongs)
    {
        int start = at;
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return text.Substring(start, at - start);
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static long UnitTicks(string unit) => unit switch
    {
        "us" or "microsecond" or "microseconds" => TimeSpan.TicksPerMillisecond / 1000,
        "ms" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "sec" or "secs" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "min" or "mins" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "week" or "weeks" => 7 * TimeSpan.TicksPerDay,
        _ => 0,
    };
}
