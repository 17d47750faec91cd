using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>Arguments that are durations.</summary>
internal static class Durations
{
    /// <summary>Reads a duration; false if a finding has been made.</summary>
    public static bool TryRead(ParseContext context, IOperation argument, out long ticks, out string text)
    {
        ticks = 0;
        text = "";
        if (!argument.ConstantValue.HasValue)
        {
            context.Error(RuleIds.MalformedDuration, argument.Syntax, "A duration is checked at build time: write it as a constant text. " + DurationText.Grammar);
            return false;
        }

        text = argument.ConstantValue.Value as string ?? "";
        if (DurationText.TryParse(text, out ticks, out string? problem))
        {
            return true;
        }

        context.Error(RuleIds.MalformedDuration, argument.Syntax, $"\"{text}\" is no duration: {problem}. {DurationText.Grammar}");
        return false;
    }
}
