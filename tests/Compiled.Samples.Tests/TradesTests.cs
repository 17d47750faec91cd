using Compiled.Samples.Tests.Data;
using Compiled.Samples.Tests.Programs;

namespace Compiled.Samples.Tests;

public sealed class TradesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static DateTimeOffset At(int hour, int minute) => new(2019, 2, 5, hour, minute, 0, TimeSpan.Zero);

    public static Total[] ExpectedTotals =>
    [
        new(At(10, 0), At(10, 15), 800, 0),
        new(At(10, 15), At(10, 30), 800, 400),
        new(At(10, 30), At(10, 45), 900, 0),
        new(At(10, 45), At(11, 0), 0, 600),
    ];

    public static Running[] ExpectedRunning =>
    [
        new(At(10, 0), At(10, 15), 800, 0, 800),
        new(At(10, 15), At(10, 30), 1600, 400, 1200),
        new(At(10, 30), At(10, 45), 2500, 400, 2100),
        new(At(10, 45), At(11, 0), 2500, 1000, 1500),
    ];

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public async Task Totals_and_running_totals_are_the_expected_table(int workers, int batchRows)
    {
        MemorySink<Total> totals = Sink.Memory<Total>();
        MemorySink<Running> running = Sink.Memory<Running>();
        await TradeTotals.Read(trades: Source.Files(SampleInput.Find("trades.ndjson"))).Write(totals: totals, runningTotals: running)
            .Workers(workers).BatchRows(batchRows).Trigger(Trigger.AvailableNow).RunAsync();
        Assert.Equal(ExpectedTotals, totals.Rows.OrderBy(t => t.Start));
        Assert.Equal(ExpectedRunning, running.Rows);
    }

    [Fact]
    public async Task A_batch_a_trade_ends_at_the_same_table()
    {
        MemoryByteSource source = Source.Bytes(maxPartsPerTrigger: 1);
        foreach (string line in File.ReadLines(SampleInput.Find("trades.ndjson")).Where(line => line.Length > 0))
        {
            source.Add(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        }

        source.Complete();
        MemorySink<Total> totals = Sink.Memory<Total>();
        MemorySink<Running> running = Sink.Memory<Running>();
        await TradeTotals.Read(trades: source).Write(totals: totals, runningTotals: running).RunAsync();
        Assert.Equal(ExpectedTotals, totals.Rows.GroupBy(t => t.Start).Select(updates => updates.Last()).OrderBy(t => t.Start));
        Assert.Equal(ExpectedRunning, running.Rows);
        Assert.Equal([1, 1, 2, 3, 3, 4], running.Batches.Take(6).Select(batch => batch.Rows.Count));
    }

    [Fact]
    public void The_program_shows_the_expected_table()
    {
        string output = string.Join('\n', SampleProgram.Run("Trades", _folder.Path));
        Assert.Contains(
            """
            |2019-02-05T10:00:00Z|2019-02-05T10:15:00Z|     800|        0|
            |2019-02-05T10:15:00Z|2019-02-05T10:30:00Z|     800|      400|
            |2019-02-05T10:30:00Z|2019-02-05T10:45:00Z|     900|        0|
            |2019-02-05T10:45:00Z|2019-02-05T11:00:00Z|       0|      600|
            """,
            output,
            StringComparison.Ordinal);
        Assert.Contains(
            """
            |2019-02-05T10:00:00Z|2019-02-05T10:15:00Z|      800|         0|     800|
            |2019-02-05T10:15:00Z|2019-02-05T10:30:00Z|     1600|       400|    1200|
            |2019-02-05T10:30:00Z|2019-02-05T10:45:00Z|     2500|       400|    2100|
            |2019-02-05T10:45:00Z|2019-02-05T11:00:00Z|     2500|      1000|    1500|
            """,
            output,
            StringComparison.Ordinal);
    }
}
