using Compiled.Generator.Parse;

namespace Compiled.Generator.Tests.Parse;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("15 minutes", 15 * TimeSpan.TicksPerMinute)]
    [InlineData("1 hour 30 minutes", 90 * TimeSpan.TicksPerMinute)]
    [InlineData("  1   DAY\t2 Hours ", 26 * TimeSpan.TicksPerHour)]
    [InlineData("2 weeks", 14 * TimeSpan.TicksPerDay)]
    [InlineData("1s250ms", 1250 * TimeSpan.TicksPerMillisecond)]
    [InlineData("1.5 h", 90 * TimeSpan.TicksPerMinute)]
    [InlineData("3 us", 30L)]
    public void Reads_what_the_runtime_reads(string text, long ticks)
    {
        Assert.True(DurationText.TryParse(text, out long read, out string? problem), problem);
        Assert.Equal(ticks, read);
        Assert.Equal(TimeSpan.FromTicks(ticks), Duration.Parse(text));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("minutes", "'minutes' has no number")]
    [InlineData("15", "'15' has no unit")]
    [InlineData("-1 hours", "'-'")]
    [InlineData("1..5 hours", "'1..5'")]
    [InlineData("1 month", "'month'")]
    [InlineData("1 hour and 2 minutes", "'and' has no number")]
    [InlineData("1 hour 2 hours", "twice")]
    [InlineData("999999999999 weeks", "longer")]
    [InlineData("9999999999999 us", "'9999999999999'")]
    public void Says_what_is_wrong_where_the_runtime_refuses(string text, string problem)
    {
        Assert.False(DurationText.TryParse(text, out _, out string? said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.False(Duration.TryParse(text, out _));
    }

    [Fact]
    public void No_delay_is_a_duration()
    {
        Assert.True(DurationText.TryParse("0 seconds", out long ticks, out _));
        Assert.Equal(0, ticks);
    }
}
