using Compiled.Time;

namespace Compiled.Tests.Time;

public sealed class WatermarkTrackerTests
{
    [Fact]
    public void The_watermark_follows_the_greatest_time_and_never_goes_back()
    {
        WatermarkTracker tracker = new(delayTicks: 10);
        Assert.Equal(long.MinValue, tracker.Advance(long.MinValue));
        tracker.See(100);
        tracker.See(50);
        Assert.Equal(90, tracker.Advance(long.MinValue));
        Assert.Equal(95, tracker.Advance(95));
        tracker.See([101, 120, 3]);
        Assert.Equal(110, tracker.Advance(95));
    }

    [Fact]
    public void Many_rows_are_seen_like_single_ones()
    {
        Random random = new(8);
        for (int length = 0; length < 70; length++)
        {
            long[] ticks = new long[length];
            for (int i = 0; i < length; i++)
            {
                ticks[i] = random.NextInt64(long.MinValue, long.MaxValue);
            }

            WatermarkTracker tracker = new(0);
            tracker.See(ticks);
            Assert.Equal(ticks.Append(long.MinValue).Max(), tracker.Greatest);
        }
    }

    [Fact]
    public void Workers_merge_what_they_saw()
    {
        WatermarkTracker owner = new(5);
        WatermarkTracker other = new(5);
        owner.See(10);
        other.See(30);
        owner.MergeFrom(ref other);
        Assert.Equal(25, owner.Advance(long.MinValue));
        Assert.Equal(long.MinValue, other.Greatest);
    }

    [Fact]
    public void A_time_before_all_others_gives_no_watermark_after_them()
    {
        WatermarkTracker tracker = new(10);
        tracker.See(long.MinValue + 3);
        Assert.Equal(long.MinValue, tracker.Advance(long.MinValue));
    }
}
