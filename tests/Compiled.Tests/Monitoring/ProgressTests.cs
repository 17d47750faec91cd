using System.Text.Json;
using Compiled.Monitoring;
using Spectre.Console;

namespace Compiled.Tests.Monitoring;

public sealed class ProgressTests
{
    private static readonly BatchProgress Example = new()
    {
        Pipeline = "Sales",
        BatchId = 7,
        TriggerTime = new DateTimeOffset(2030, 6, 1, 12, 0, 0, TimeSpan.Zero),
        Inputs = [new InputProgress("trades", "files \"in\"", 12_000, 3_400_000, 2, "[\"a.json\"]"), new InputProgress("users", "memory", 5, 0, 0, null)],
        Queries =
        [
            new QueryProgress("Totals", "console", 10, 3, 400, 12_800, new DateTimeOffset(2019, 2, 5, 10, 15, 0, TimeSpan.Zero)),
            new QueryProgress("All", "files out", 12_005, 0, 0, 0, null),
        ],
        Phases = new PhaseDurations(1, 5, 2, 1.5, 0.5),
    };

    [Fact]
    public void Sums_and_rates_follow_from_the_parts()
    {
        Assert.Equal(12_005, Example.RowsIn);
        Assert.Equal(12_015, Example.RowsOut);
        Assert.Equal(3_400_000, Example.BytesIn);
        Assert.Equal(10, Example.DurationMs);
        Assert.Equal(1_200_500, Example.RowsPerSecond);
        Assert.Equal(0, (Example with { Phases = new PhaseDurations(0, 0, 0, 0, 0) }).RowsPerSecond);
    }

    [Fact]
    public void Json_holds_every_figure()
    {
        string text = Example.ToJson();
        Assert.DoesNotContain('\n', text);
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement root = json.RootElement;
        Assert.Equal("Sales", root.GetProperty("pipeline").GetString());
        Assert.Equal(7, root.GetProperty("batchId").GetInt64());
        Assert.Equal(Example.TriggerTime, root.GetProperty("triggerTime").GetDateTimeOffset());
        Assert.Equal(12_005, root.GetProperty("rowsIn").GetInt64());
        Assert.Equal(1_200_500, root.GetProperty("rowsPerSecond").GetDouble());
        Assert.Equal([10, 1, 5, 2, 1.5, 0.5], ((string[])["total", "plan", "run", "stage", "state", "commit"]).Select(phase => root.GetProperty("durationMs").GetProperty(phase).GetDouble()));
        JsonElement trades = root.GetProperty("inputs")[0];
        Assert.Equal(("trades", "files \"in\"", 12_000L, 3_400_000L, 2L, "[\"a.json\"]"), (
            trades.GetProperty("name").GetString(), trades.GetProperty("source").GetString(), trades.GetProperty("rows").GetInt64(),
            trades.GetProperty("bytes").GetInt64(), trades.GetProperty("malformed").GetInt64(), trades.GetProperty("position").GetString()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("inputs")[1].GetProperty("position").ValueKind);
        JsonElement totals = root.GetProperty("queries")[0];
        Assert.Equal(("console", 10L, 3L, 400L, 12_800L), (
            totals.GetProperty("sink").GetString(), totals.GetProperty("rowsOut").GetInt64(), totals.GetProperty("late").GetInt64(),
            totals.GetProperty("stateRows").GetInt64(), totals.GetProperty("stateBytes").GetInt64()));
        Assert.Equal("2019-02-05T10:15:00+00:00", totals.GetProperty("watermark").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("queries")[1].GetProperty("watermark").ValueKind);
    }

    [Fact]
    public void Plain_progress_is_a_line_a_batch()
    {
        var output = new StringWriter { NewLine = "\n" };
        var display = new PlainProgress(output);
        display.Started("Sales", "exactly once: why.");
        display.Show(Example);
        display.Ended(null);
        Assert.Equal(
            """
            Sales started, exactly once: why.
            Sales batch 7: 12 005 rows, 3400.0 kB in, 12 015 out, 10.0 ms, 1 200 500 rows/s, 2 malformed, 3 late, 400 groups, watermark 2019-02-05 10:15:00
            ended

            """,
            output.ToString());
    }

    [Fact]
    public void The_live_line_is_taken_away_before_sinks_write_and_never_wraps()
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 40;
        var display = new LiveProgress(console);
        display.BatchStarting();
        Assert.Equal("", output.ToString());
        display.Show(Example);
        Assert.DoesNotContain('\n', output.ToString());
        Assert.Contains("Sales batch 7", output.ToString(), StringComparison.Ordinal);
        output.GetStringBuilder().Clear();
        display.BatchStarting();
        Assert.Equal("\r\u001b[2K", output.ToString());
        output.GetStringBuilder().Clear();
        display.Show(Example);
        display.Ended(new InvalidOperationException("a [bracket] in the message"));
        Assert.Contains("a [bracket] in the", output.ToString(), StringComparison.Ordinal);
        Assert.Contains('\n', output.ToString());
    }
}
