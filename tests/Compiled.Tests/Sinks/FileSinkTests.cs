using System.Text;
using Compiled.Sinks;
using Compiled.Tests.Sources;
using static Compiled.Tests.Sinks.SinkRunning;

namespace Compiled.Tests.Sinks;

public sealed class FileSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_appear_when_their_epoch_is_committed_and_not_before()
    {
        await using SinkWriter<Counted> writer = Sink.JsonFiles(_folder.Path).Open(Context());
        await writer.StageAsync(7, new Counted("a", 1), new Counted("b", 2));
        Assert.All(Files(), name => Assert.StartsWith(".", name, StringComparison.Ordinal));
        await writer.CommitAsync(7, default);
        await writer.CommitAsync(7, default);
        Assert.Equal(["part-00000007.json"], Files());
        Assert.Equal("{\"word\":\"a\",\"count\":1}\n{\"word\":\"b\",\"count\":2}\n", Read("part-00000007.json"));
    }

    [Fact]
    public async Task Empty_epochs_make_no_file()
    {
        await using SinkWriter<Counted> writer = Sink.TextFiles(_folder.Path).Open(Context());
        await writer.RunEpochAsync(0);
        await writer.RunEpochAsync(1, new Counted("a", 1));
        await writer.RunEpochAsync(2);
        Assert.Equal(["part-00000001.txt"], Files());
        Assert.Equal("a\t1\n", Read("part-00000001.txt"));
    }

    [Fact]
    public async Task Each_csv_file_has_a_header()
    {
        await using SinkWriter<Counted> writer = Sink.CsvFiles(_folder.Path, ';').Open(Context());
        await writer.RunEpochAsync(0, new Counted("a", 1));
        await writer.RunEpochAsync(1, new Counted("b", 2));
        Assert.Equal("word;count\na;1\n", Read("part-00000000.csv"));
        Assert.Equal("word;count\nb;2\n", Read("part-00000001.csv"));
    }

    [Fact]
    public async Task A_crash_between_stage_and_commit_shows_nothing_and_repeats_nothing()
    {
        // Never disposed of, like a process that was killed.
        SinkWriter<Counted> killed = Sink.JsonFiles(_folder.Path).Open(Context());
        await killed.RunEpochAsync(0, new Counted("zero", 0));
        await killed.StageAsync(1, new Counted("lost", 1));
        Assert.Equal([".part-00000001.json.tmp", "part-00000000.json"], Files());

        await using SinkWriter<Counted> writer = Sink.JsonFiles(_folder.Path).Open(Context());
        writer.BeginEpoch(1);
        Assert.Equal(["part-00000000.json"], Files());
        writer.Receive([new Counted("one", 1)]);
        await writer.StageAsync(default);
        await writer.CommitAsync(1, default);
        Assert.Equal(["part-00000000.json", "part-00000001.json"], Files());
        Assert.Equal("{\"word\":\"one\",\"count\":1}\n", Read("part-00000001.json"));
    }

    [Fact]
    public async Task A_crash_after_the_commit_writes_the_epoch_over_itself()
    {
        SinkWriter<Counted> killed = Sink.JsonFiles(_folder.Path).Open(Context());
        await killed.RunEpochAsync(3, new Counted("a", 1));
        await using SinkWriter<Counted> writer = Sink.JsonFiles(_folder.Path).Open(Context());
        await writer.RunEpochAsync(3, new Counted("a", 1));
        Assert.Equal(["part-00000003.json"], Files());
        Assert.Equal("{\"word\":\"a\",\"count\":1}\n", Read("part-00000003.json"));
    }

    [Fact]
    public async Task An_epoch_that_is_given_up_leaves_nothing()
    {
        await using (SinkWriter<Counted> writer = Sink.JsonFiles(_folder.Path).Open(Context()))
        {
            writer.BeginEpoch(0);
            writer.Receive([new Counted("a", 1)]);
        }

        Assert.Empty(Files());
    }

    [Fact]
    public async Task Without_a_checkpoint_a_second_run_writes_after_the_first()
    {
        for (int run = 0; run < 2; run++)
        {
            await using SinkWriter<Counted> writer = Sink.JsonFiles(_folder.Path).Open(Context(checkpoint: false));
            await writer.RunEpochAsync(0, new Counted($"run{run}", 0));
            await writer.RunEpochAsync(1, new Counted($"run{run}", 1));
        }

        Assert.Equal(["part-00000000.json", "part-00000001.json", "part-00000002.json", "part-00000003.json"], Files());
        Assert.Contains("run0", Read("part-00000001.json"), StringComparison.Ordinal);
        Assert.Contains("run1", Read("part-00000002.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_another_checkpoint_is_refused()
    {
        await using (SinkWriter<Counted> writer = Sink.JsonFiles(_folder.Path).Open(Context()))
        {
            await writer.RunEpochAsync(5, new Counted("a", 1));
        }

        await using SinkWriter<Counted> fresh = Sink.JsonFiles(_folder.Path).Open(Context());
        Assert.Equal("CMP0941", Assert.Throws<PipelineException>(() => fresh.BeginEpoch(0)).Id);
    }

    [Fact]
    public async Task A_whole_result_is_one_file_replaced_by_each_epoch()
    {
        await using SinkWriter<Counted> writer = Sink.CsvFiles(_folder.Path).Open(Context(OutputMode.Complete));
        await writer.RunEpochAsync(0, new Counted("a", 1));
        await writer.StageAsync(1, new Counted("a", 2));
        Assert.Equal("word,count\na,1\n", Read("result.csv"));
        await writer.CommitAsync(1, default);
        Assert.Equal("word,count\na,2\n", Read("result.csv"));
        await writer.RunEpochAsync(2);
        Assert.Equal("word,count\n", Read("result.csv"));
        Assert.Equal(["result.csv"], Files());
    }

    [Fact]
    public async Task Large_epochs_are_written_in_order()
    {
        const int Rows = 200_000;
        await using SinkWriter<Counted> writer = Sink.TextFiles(_folder.Path).Open(Context());
        writer.BeginEpoch(0);
        for (int i = 0; i < Rows; i += 1000)
        {
            writer.Receive([.. Enumerable.Range(i, 1000).Select(n => new Counted("word", n))]);
        }

        await writer.StageAsync(default);
        await writer.CommitAsync(0, default);
        Assert.Equal(Enumerable.Range(0, Rows).Select(n => $"word\t{n}"), File.ReadLines(_folder.Full("part-00000000.txt")));
    }

    [Fact]
    public async Task The_next_epoch_may_begin_before_the_last_is_committed()
    {
        await using SinkWriter<Counted> writer = Sink.TextFiles(_folder.Path).Open(Context());
        await writer.StageAsync(0, new Counted("a", 0));
        writer.BeginEpoch(1);
        writer.Receive([new Counted("b", 1)]);
        await writer.CommitAsync(0, default);
        await writer.StageAsync(default);
        await writer.CommitAsync(1, default);
        Assert.Equal("a\t0\n", Read("part-00000000.txt"));
        Assert.Equal("b\t1\n", Read("part-00000001.txt"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        string file = _folder.Write("file", "x");
        var e = Assert.Throws<PipelineException>(() => Sink.JsonFiles(Path.Join(file, "folder")).Open(Context()));
        Assert.Equal("CMP0940", e.Id);
        Assert.Contains(file, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told()
    {
        await using SinkWriter<Counted> writer = Sink.JsonFiles(_folder.Path).Open(Context());
        writer.BeginEpoch(0);
        Directory.CreateDirectory(_folder.Full(".part-00000000.json.tmp"));
        var e = Assert.Throws<PipelineException>(() => writer.Receive([new Counted("a", 1)]));
        Assert.Equal("CMP0940", e.Id);
        Assert.Contains(".part-00000000.json.tmp", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_told()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        var file = new EpochFile("/dev/full");
        var e = Assert.Throws<PipelineException>(() => file.Write(Encoding.ASCII.GetBytes("row\n")));
        file.Close(sync: false);
        Assert.Equal("CMP0940", e.Id);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string Read(string name) => File.ReadAllText(_folder.Full(name));
}
