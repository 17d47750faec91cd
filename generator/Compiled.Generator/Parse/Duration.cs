using System.Globalization;

namespace Compiled.Generator.Parse;

/// <summary>Durations as text: "15 minutes", "1 hour 30 minutes".</summary>
public static class Duration
{
    /// <summary>The grammar, for messages.</summary>
    public const string Grammar =
        "A duration is one or more pairs of a whole number and a unit (milliseconds, seconds, minutes, hours, days, weeks; singular or plural), for example \"15 minutes\" or \"1 hour 30 minutes\".";

    private static readonly char[] s_spaces = [' ', '\t'];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ticks">The duration in ticks of 100 ns.</param>
    /// <param name="problem">What is wrong with the text, or null.</param>
    public static bool TryParse(string text, out long ticks, out string? problem)
    {
        ticks = 0;
        problem = null;
        string[] words = text.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            problem = "it is empty";
        }
        else if (words.Length % 2 != 0)
        {
            problem = $"'{words[words.Length - 1]}' has no partner: numbers and units come in pairs, separated by a space";
        }

        for (int i = 0; i + 1 < words.Length && problem is null; i += 2)
        {
            problem = Add(words[i], words[i + 1], ref ticks);
        }

        return problem is null;
    }

    private static string? Add(string number, string unit, ref long ticks)
    {
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            return $"'{number}' is not a whole number";
        }

        long unitTicks = UnitTicks(unit.ToLowerInvariant());
        if (unitTicks == 0)
        {
            return $"'{unit}' is not a unit";
        }

        try
        {
            ticks = checked(ticks + (count * unitTicks));
            return null;
        }
        catch (OverflowException)
        {
            return "it is longer than 29 000 years";
        }
    }

    private static long UnitTicks(string unit) => unit switch
    {
        "millisecond" or "milliseconds" or "ms" => TimeSpan.TicksPerMillisecond,
        "second" or "seconds" => TimeSpan.TicksPerSecond,
        "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "hour" or "hours" => TimeSpan.TicksPerHour,
        "day" or "days" => TimeSpan.TicksPerDay,
        "week" or "weeks" => TimeSpan.TicksPerDay * 7,
        _ => 0,
    };
}
