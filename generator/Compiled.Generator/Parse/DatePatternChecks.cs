using Compiled.Generator.Plan;

namespace Compiled.Generator.Parse;

/// <summary>Whether stated date patterns are some that the runtime's DatePattern reads: told at build time and not when the job starts.</summary>
internal static class DatePatternChecks
{
    private const string Fields = "yMdHmsf";

    /// <summary>What is wrong with the first bad pattern of a row type, nested ones included; null if there is none.</summary>
    public static string? ProblemOf(RowSchema row) => row.Columns
        .Select(c => c.Date?.Pattern is { } pattern && Fault(pattern) is { } fault
            ? $"member '{c.Member}' has the date pattern '{pattern}', in which {fault}"
            : c.Nested is null ? null : ProblemOf(c.Nested))
        .FirstOrDefault(p => p is not null);

    private static string? Fault(string pattern)
    {
        string seen = "";
        for (int i = 0; i < pattern.Length;)
        {
            char c = pattern[i];
            if (c == '\'')
            {
                i = pattern.IndexOf('\'', i + 1) + 1;
                if (i == 0)
                {
                    return "a quote is not closed";
                }

                continue;
            }

            int width = pattern.Skip(i).TakeWhile(other => other == c).Count();
            bool isField = Fields.IndexOf(c) >= 0;
            if (isField && (seen.IndexOf(c) >= 0 || !(c switch { 'y' => width == 4, 'f' => width <= 7, _ => width == 2 })))
            {
                return $"'{new string(c, width)}' stands where yyyy, MM, dd, HH, mm, ss and f to fffffff may stand once each";
            }

            bool isLetter = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
            if (isLetter && !isField && c is not ('T' or 'Z'))
            {
                return $"'{c}' is an unknown letter (yyyy MM dd HH mm ss f; text in single quotes)";
            }

            seen += isField ? c.ToString() : "";
            i += width;
        }

        return seen.IndexOf('y') >= 0 ? null : "there is no year (yyyy)";
    }
}
