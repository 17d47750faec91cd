using System.Text;
using Compiled.Execution;
using Compiled.Monitoring;
using Compiled.Sources;

namespace Compiled.Tests.Execution;

public sealed class TriggerTests
{
    [Theory]
    [InlineData("12:00:00.000", "12:00:10.000")]
    [InlineData("12:00:03.000", "12:00:10.000")]
    [InlineData("12:00:09.999", "12:00:10.000")]
    [InlineData("12:00:25.000", "12:00:30.000")]
    public void The_next_time_is_the_next_multiple(string now, string next)
    {
        static DateTimeOffset At(string time) => new(DateTime.Parse($"2030-06-01T{time}", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
        Assert.Equal(At(next), TriggerLoop.NextTime(At(now), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Batches_of_a_processing_time_trigger_start_at_multiples_and_never_overlap()
    {
        var clock = new TestClock(new DateTimeOffset(2030, 6, 1, 12, 0, 3, TimeSpan.Zero));
        var lines = new LineJob();

        // The batch of part 1 takes 25 seconds of the clock.
        lines.Program.OnLine = (_, line) => clock.Move(line == "b" ? TimeSpan.FromSeconds(25) : TimeSpan.Zero);
        var seen = new List<BatchProgress>();
        JobBuilder builder = lines.Build(LineJob.Parts("a\n", "b\n", "c\n")).Trigger(Trigger.ProcessingTime("10 seconds")).OnProgress(seen.Add);
        builder.Options.Clock = clock;
        await using Job job = builder.Start();
        Assert.Equal(TimeSpan.FromSeconds(7), await clock.NextDelay());
        clock.Move(TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.FromSeconds(5), await clock.NextDelay());
        clock.Move(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(10), await clock.NextDelay());
        clock.Move(TimeSpan.FromSeconds(10));
        await job.Completion;
        Assert.Equal(["12:00:03", "12:00:10", "12:00:40"], seen.Select(progress => progress.TriggerTime.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(25_000, seen[1].Phases.RunMs);
    }

    [Fact]
    public async Task A_job_between_two_triggers_stops_at_once()
    {
        var clock = new TestClock(DateTimeOffset.UnixEpoch);
        JobBuilder builder = new LineJob().Build(Source.Bytes()).Trigger(Trigger.ProcessingTime(TimeSpan.FromHours(1)));
        builder.Options.Clock = clock;
        await using Job job = builder.Start();
        Assert.Equal(TimeSpan.FromHours(1), await clock.NextDelay());
        await job.StopAsync();
    }

    [Fact]
    public async Task Once_runs_one_batch()
    {
        var lines = new LineJob();
        await lines.Build(Source.Bytes().Add("a\n@1\n@25\n"u8.ToArray()).Add("b\n"u8.ToArray())).Trigger(Trigger.Once).RunAsync();
        Assert.Single(lines.Upper.Epochs);
        Assert.Equal(["A", "@1", "@25", "B"], lines.Upper.Rows);
        Assert.Empty(lines.Windows.Rows);
    }

    [Fact]
    public async Task Available_now_runs_what_is_there_in_batches_and_ends_though_the_source_does_not()
    {
        var lines = new LineJob();
        MemoryByteSource source = Source.Bytes(maxPartsPerTrigger: 1);
        foreach (string part in (string[])["a\n", "@1\n@25\n", "b\n@38\n"])
        {
            source.Add(Encoding.UTF8.GetBytes(part));
        }

        await lines.Build(source).Trigger(Trigger.AvailableNow).RunAsync();
        Assert.Equal(["A", "@1", "@25", "B", "@38"], lines.Upper.Rows);
        Assert.Equal(["@0=1", "@20=25"], lines.Windows.Rows);
        Assert.Equal(4, lines.Windows.Epochs.Count);
    }

    [Fact]
    public async Task Continuous_runs_what_has_arrived()
    {
        var lines = new LineJob();
        MemoryByteSource source = Source.Bytes();
        await using Job job = lines.Build(source).Trigger(Trigger.Continuous).Start();
        source.Add("a\n"u8.ToArray());
        await job.ProcessAllAvailableAsync();
        Assert.Equal(["A"], lines.Upper.Rows);
        source.Add("b\n"u8.ToArray()).Complete();
        await job.Completion;
        Assert.Equal(["A", "B"], lines.Upper.Rows);
    }

    [Theory]
    [InlineData("15 minutes", 15 * 60.0)]
    [InlineData("1 hour 30 minutes", 90 * 60.0)]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5 s", 1.5)]
    [InlineData(" 2 Weeks 1 DAY ", 15 * 86400.0)]
    [InlineData("10 us", 0.00001)]
    [InlineData("1min", 60.0)]
    public void Durations_are_read(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("minutes")]
    [InlineData("0 seconds")]
    [InlineData("-1 second")]
    [InlineData("1 month")]
    [InlineData("1 hour 2 hours")]
    [InlineData("1 hour and 2 minutes")]
    [InlineData("1..5 s")]
    [InlineData("999999999999 weeks")]
    [InlineData("1 hour,")]
    public void What_is_no_duration_is_refused(string text) => Assert.Equal("CMP0950", Assert.Throws<PipelineException>(() => Trigger.ProcessingTime(text)).Id);
}
