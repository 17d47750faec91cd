using Compiled.Sinks;
using static Compiled.Tests.Sinks.SinkRunning;

namespace Compiled.Tests.Sinks;

public class ConsoleSinkTests
{
    [Fact]
    public async Task A_batch_is_a_table_with_numbers_to_the_right()
    {
        var output = new StringWriter { NewLine = "\n" };
        await using SinkWriter<Counted> writer = Sink.Console(rows: 2, output).Open(Context());
        await writer.StageAsync(4, new Counted("apache", 2), new Counted("a,\"b\"\n", 1000), new Counted("more", 3));
        Assert.Empty(output.ToString());
        await writer.CommitAsync(4, default);
        Assert.Equal(
            """
            -------------------------------------------
            Batch: 4  counts
            -------------------------------------------
            +-------+-----+
            |word   |count|
            +-------+-----+
            |apache |    2|
            |a,"b"\n| 1000|
            +-------+-----+
            only showing 2 of 3 rows


            """.ReplaceLineEndings("\n"),
            output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Only_a_whole_result_is_shown_when_it_is_empty()
    {
        var output = new StringWriter();
        await using (SinkWriter<Counted> append = Sink.Console(output: output).Open(Context()))
        {
            await append.RunEpochAsync(0);
        }

        Assert.Empty(output.ToString());
        await using SinkWriter<Counted> complete = Sink.Console(output: output).Open(Context(OutputMode.Complete));
        await complete.RunEpochAsync(0);
        Assert.Contains("|word|count|", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_cannot_control_the_terminal()
    {
        var output = new StringWriter();
        await using SinkWriter<Counted> writer = Sink.Console(output: output).Open(Context());
        await writer.RunEpochAsync(0, new Counted("\u001b[31mred\a", 1));
        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.Contains("\uFFFD[31mred\uFFFD", output.ToString(), StringComparison.Ordinal);
    }
}
