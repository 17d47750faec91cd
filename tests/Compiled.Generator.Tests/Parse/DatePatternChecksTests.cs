using Compiled.Formats;

namespace Compiled.Generator.Tests.Parse;

/// <summary>The build refuses exactly the patterns that the runtime refuses.</summary>
public sealed class DatePatternChecksTests
{
    public static TheoryData<string> Patterns => new(
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss.fffZ", "yyyyMMddHHmmssfffffff", "dd.MM.yyyy", "yyyy", "yyyy'年'MM", "yyyy 'o''clock'",
        "MM-dd", "yy-MM-dd", "yyyy-M-d", "yyyy yyyy", "yyyy-MM-dd hh:mm", "yyyy-MM-dd'T", "yyyy ffffffff", "yyyy K", "yyyyT", "yyyy zzz", "'yyyy'");

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_pattern_is_refused_at_build_time_if_it_would_be_at_run_time(string pattern)
    {
        bool valid = true;
        try
        {
            DatePattern.Parse(pattern);
        }
        catch (FormatException)
        {
            valid = false;
        }

        var result = TestCompilation.Parse(TestCompilation.Create($$"""
            public readonly record struct Trade([property: EventTime(Pattern = "{{pattern}}")] DateTimeOffset Time, double Amount);

            [Pipeline]
            public static partial class Big
            {
                [Query]
                static IStream<Trade> Trades([Csv] IStream<Trade> trades) => trades.Where(t => t.Amount > 5);
            }
            """), mustCompile: false);
        Assert.Equal(valid, !result.Findings.Any(f => f.RuleId == "CMP0201"));
        Assert.Equal(valid, !result.HasErrors);
    }
}
