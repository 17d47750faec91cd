using System.Globalization;
using System.Text.Json;
using Compiled.Samples.Tests.Data;
using Compiled.Samples.Tests.Programs;
using Compiled.Samples.Tests.Restart;

namespace Compiled.Samples.Tests;

public sealed class CityTotalsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private sealed record Row(DateTimeOffset At, string City, int Value)
    {
        public DateTimeOffset Start => new(At.Ticks - (At.Ticks % TimeSpan.FromMinutes(10).Ticks), TimeSpan.Zero);
    }

    private sealed record Line(DateTimeOffset Start, DateTimeOffset End, string City, long Readings, long Total, int Least, int Greatest);

    [Fact]
    public void The_program_writes_the_totals_of_an_independent_computation()
    {
        RestartInput.Readings(_folder, "in", files: 3, rows: 2000);
        SampleProgram.Run("CityTotals", _folder.Path, "in", "out", "checkpoint");
        IEnumerable<Line> written = SampleInput.Files(_folder.Full("out/final")).SelectMany(File.ReadLines).Select(line => JsonSerializer.Deserialize<Line>(line)!);
        List<Line> expected = Expected([.. SampleInput.Files(_folder.Full("in")).Select(Read)]);
        Assert.NotEmpty(expected);
        Assert.Equal(Ordered(expected), Ordered(written));
    }

    [Fact]
    public void The_small_data_gives_totals_without_arguments() =>
        Assert.Contains("totals are in", SampleProgram.Run("CityTotals", _folder.Path)[^1], StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Stopped_in_process_after_each_batch_it_ends_at_the_same_files(int workers)
    {
        RestartInput.Readings(_folder, "in", files: 4, rows: 500);
        await Builder("whole", workers).RunAsync();
        long last = -1;
        bool ended = false;
        while (!ended)
        {
            await using Job job = Builder("stopped", workers).Start();
            ended = true;
            await foreach (Monitoring.BatchProgress batch in job.Progress)
            {
                Assert.Equal(++last, batch.BatchId);
                ended = false;
                await job.StopAsync();
            }

            await job.Completion;
        }

        Assert.Equal(FolderContents.Of(_folder.Full("whole")), FolderContents.Of(_folder.Full("stopped")));
    }

    private static IEnumerable<Line> Ordered(IEnumerable<Line> lines) => lines.OrderBy(line => line.Start).ThenBy(line => line.City, StringComparer.Ordinal);

    private static List<Row> Read(string file) =>
        [.. File.ReadLines(file).Skip(1).Select(line => line.Split(',')).Select(cells => new Row(DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture), cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture)))];

    /// <summary>A row is late if its window had ended at the greatest time before its batch less five minutes.</summary>
    private static List<Line> Expected(List<List<Row>> batches)
    {
        var inTime = new List<Row>();
        DateTimeOffset watermark = DateTimeOffset.MinValue;
        foreach (List<Row> batch in batches)
        {
            inTime.AddRange(batch.Where(row => row.Start.AddMinutes(10) > watermark));
            DateTimeOffset seen = batch.Max(row => row.At).AddMinutes(-5);
            watermark = seen > watermark ? seen : watermark;
        }

        Assert.True(inTime.Count < batches.Sum(batch => batch.Count), "Some rows shall be late.");
        return
        [
            .. inTime.GroupBy(row => (row.Start, row.City))
                .Where(group => group.Key.Start.AddMinutes(10) <= watermark)
                .Select(group => new Line(
                    group.Key.Start, group.Key.Start.AddMinutes(10), group.Key.City, group.Count(), group.Sum(row => (long)row.Value), group.Min(row => row.Value), group.Max(row => row.Value))),
        ];
    }

    private JobBuilder Builder(string output, int workers) => CityTotals
        .Read(readings: Source.Files(_folder.Full("in"), maxFilesPerTrigger: 1))
        .Write(final: Sink.JsonFiles(_folder.Full(output + "/final")), soFar: Sink.CsvFiles(_folder.Full(output + "/so-far")))
        .Checkpoint(_folder.Full("checkpoint-" + output))
        .Workers(workers)
        .Trigger(Trigger.AvailableNow);
}
