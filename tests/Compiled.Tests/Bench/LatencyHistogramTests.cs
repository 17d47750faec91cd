using Compiled.Latency;

namespace Compiled.Tests.Bench;

public class LatencyHistogramTests
{
    [Fact]
    public void Is_exact_for_short_times()
    {
        var histogram = new LatencyHistogram();
        for (int nanoseconds = 1; nanoseconds <= 2000; nanoseconds++)
        {
            histogram.Record(nanoseconds);
        }

        Assert.Equal(1000, histogram.Percentile(50));
        Assert.Equal(1980, histogram.Percentile(99));
        Assert.Equal(2000, histogram.Percentile(100));
        Assert.Equal(1, histogram.Percentile(0));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1009)]
    [InlineData(1_000_003)]
    [InlineData(1_000_000_007)]
    [InlineData(long.MaxValue / 1_000_000)]
    public void Percentiles_of_long_times_are_within_a_thousandth_of_sorting(long step)
    {
        var random = new Random(11);
        var histogram = new LatencyHistogram();
        var all = new List<long>();
        for (int i = 0; i < 10_000; i++)
        {
            long nanoseconds = random.Next(1, 100_000) * step;
            all.Add(nanoseconds);
            histogram.Record(nanoseconds);
        }

        all.Sort();
        foreach (double percent in new[] { 1, 50, 90, 99, 99.9, 100 })
        {
            long truth = all[(int)Math.Ceiling(percent / 100 * all.Count) - 1];
            Assert.InRange(histogram.Percentile(percent), truth, truth + (truth / 1000));
        }

        Assert.Equal(all[^1], histogram.Max);
        Assert.Equal(10_000, histogram.Count);
    }

    [Fact]
    public void Counts_a_time_many_times_and_takes_a_negative_one_as_none()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);
        histogram.Record(1_000_000, times: 3);
        Assert.Equal(4, histogram.Count);
        Assert.Equal(0, histogram.Percentile(25));
        Assert.Equal(1_000_000, histogram.Percentile(50));
    }

    [Fact]
    public void Is_empty_at_first() => Assert.Equal(0, new LatencyHistogram().Percentile(99));
}
