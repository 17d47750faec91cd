using System.IO.Compression;
using System.Text;
using Compiled.Sources;

namespace Compiled.Tests.Sources;

public sealed class FileSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_come_once_by_time_and_then_by_name()
    {
        _folder.Write("b", "2\n", minute: 5);
        _folder.Write("a", "3\n", minute: 5);
        _folder.Write("Z", "1\n", minute: 5);
        _folder.Write("z-first", "0\n", minute: 1);
        await using ByteSourceReader reader = await Source.Files(_folder.Path).StartAsync();
        Assert.Equal("0\n1\n3\n2\n", (await reader.RunEpochAsync())?.Text);
        Assert.Null(await reader.RunEpochAsync());
    }

    [Fact]
    public async Task Hidden_files_and_subfolders_are_left_out()
    {
        _folder.Write("a", "a\n");
        _folder.Write(".b", "b\n");
        _folder.Write("_c", "c\n");
        _folder.Write("sub/d", "d\n");
        await using ByteSourceReader reader = await Source.Files(_folder.Path).StartAsync();
        Assert.Equal("a\n", (await reader.RunEpochAsync())?.Text);
    }

    [Fact]
    public async Task New_files_are_picked_up_whatever_their_time()
    {
        _folder.Write("a", "a\n", minute: 5);
        await using ByteSourceReader reader = await Source.Files(_folder.Path).StartAsync();
        Assert.Equal("a\n", (await reader.RunEpochAsync())?.Text);
        _folder.Write("late", "late\n", minute: 1);
        _folder.Write("new", "new\n", minute: 9);
        Assert.Equal("late\nnew\n", (await reader.RunEpochAsync())?.Text);
    }

    [Fact]
    public async Task The_limit_of_files_holds_and_positions_are_small()
    {
        for (int i = 0; i < 5; i++)
        {
            _folder.Write($"f{i}", $"{i}\n", minute: i);
        }

        await using ByteSourceReader reader = await Source.Files(_folder.Path, maxFilesPerTrigger: 2).StartAsync();
        var epochs = new List<(string Position, string Text)>();
        while (await reader.RunEpochAsync(all: true) is { } epoch)
        {
            epochs.Add(epoch);
        }

        Assert.Equal(["0\n1\n", "2\n3\n", "4\n"], epochs.Select(e => e.Text));
        Assert.Equal("""{"files":[{"path":"f4","bytes":2,"modified":"2024-01-01T00:04:00.0000000Z"}]}""", epochs[2].Position);
    }

    [Fact]
    public async Task Everything_available_is_what_was_there_at_first()
    {
        _folder.Write("a", "a\n", minute: 1);
        _folder.Write("b", "b\n", minute: 2);
        await using ByteSourceReader reader = await Source.Files(_folder.Path, maxFilesPerTrigger: 1).StartAsync();
        Assert.Equal("a\n", (await reader.RunEpochAsync(all: true))?.Text);
        _folder.Write("c", "c\n", minute: 3);
        Assert.Equal("b\n", (await reader.RunEpochAsync(all: true))?.Text);
        Assert.Null(await reader.RunEpochAsync(all: true));
        Assert.Equal("c\n", (await reader.RunEpochAsync(all: true))?.Text);
    }

    [Fact]
    public async Task A_restart_goes_on_after_the_committed_files_and_replays_the_logged_ones()
    {
        for (int i = 0; i < 4; i++)
        {
            _folder.Write($"f{i}", $"{i}\n", minute: i);
        }

        FileSource source = Source.Files(_folder.Path, maxFilesPerTrigger: 1);
        string[] committed;
        string logged;
        await using (ByteSourceReader first = await source.StartAsync())
        {
            committed = [(await first.RunEpochAsync())!.Value.Position, (await first.RunEpochAsync())!.Value.Position];
            logged = (await first.PlanAsync(false, default))!.Position;
        }

        await using ByteSourceReader second = await source.StartAsync(committed);
        Assert.Equal("2\n", second.Replay(logged).ReadLines());
        Assert.Equal("3\n", (await second.RunEpochAsync())?.Text);
        Assert.Null(await second.RunEpochAsync());

        string folded = second.Compact(committed);
        Assert.Equal("""{"seen":["f0","f1"]}""", folded);
        await using ByteSourceReader third = await source.StartAsync(second.Compact([folded, logged]));
        Assert.Equal("3\n", (await third.RunEpochAsync())?.Text);
    }

    [Fact]
    public async Task A_file_that_is_gone_or_shorter_is_told()
    {
        string a = _folder.Write("a", "12345\n", minute: 1);
        string b = _folder.Write("b", "12345\n", minute: 2);
        FileSource source = Source.Files(_folder.Path);
        await using ByteSourceReader reader = await source.StartAsync();
        ByteRange range = (await reader.PlanAsync(false, default))!;
        File.Delete(a);
        File.WriteAllText(b, "1\n");
        var gone = Assert.Throws<PipelineException>(() => range.Segments[0].ReadLines());
        var shrunk = Assert.Throws<PipelineException>(() => range.Segments[1].ReadLines());
        Assert.Equal(("CMP0931", "CMP0931"), (gone.Id, shrunk.Id));
        Assert.Contains(a, gone.Message, StringComparison.Ordinal);
        Assert.Contains("6 bytes and now ends after 2", shrunk.Message, StringComparison.Ordinal);
        await using ByteSourceReader again = await source.StartAsync();
        Assert.Equal("CMP0931", Assert.Throws<PipelineException>(() => again.Replay(range.Position)).Id);
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_read_is_told_and_its_replay_is_not()
    {
        string path = _folder.Write("a", "1\n");
        FileSource source = Source.Files(_folder.Path);
        await using ByteSourceReader reader = await source.StartAsync();
        ByteRange range = (await reader.PlanAsync(false, default))!;
        File.AppendAllText(path, "2\n");
        Assert.Equal("CMP0932", Assert.Throws<PipelineException>(() => range.ReadLines()).Id);
        await using ByteSourceReader again = await source.StartAsync();
        Assert.Equal("1\n", again.Replay(range.Position).ReadLines());
    }

    [Fact]
    public async Task With_a_settle_time_a_file_is_taken_when_it_has_stopped_changing()
    {
        var clock = new ManualClock();
        FileSource source = Source.Files(_folder.Path, settle: TimeSpan.FromSeconds(10), clock: clock);
        await using ByteSourceReader reader = await source.StartAsync();
        string path = _folder.Write("a", "1\n");
        File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        Assert.Null(await reader.RunEpochAsync());
        clock.Advance(TimeSpan.FromSeconds(9));
        File.AppendAllText(path, "2\n");
        File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        Assert.Null(await reader.RunEpochAsync());
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(await reader.RunEpochAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("1\n2\n", (await reader.RunEpochAsync())?.Text);
    }

    [Fact]
    public async Task A_folder_on_a_machine_whose_clock_is_ahead_settles_too()
    {
        var clock = new ManualClock();
        await using ByteSourceReader reader = await Source.Files(_folder.Path, settle: TimeSpan.FromSeconds(10), clock: clock).StartAsync();
        File.SetLastWriteTimeUtc(_folder.Write("a", "1\n"), clock.GetUtcNow().UtcDateTime.AddDays(1));
        Assert.Null(await reader.RunEpochAsync());
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("1\n", (await reader.RunEpochAsync())?.Text);
    }

    [Fact]
    public async Task Waiting_ends_with_the_clock()
    {
        var clock = new ManualClock();
        await using ByteSourceReader reader = await Source.Files(_folder.Path, clock: clock).StartAsync();
        ValueTask waiting = reader.WaitAsync(default);
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(200));
        await waiting;
    }

    [Fact]
    public async Task Gzip_is_decompressed_member_after_member()
    {
        var random = new Random(7);
        var text = new StringBuilder();
        while (text.Length < 900_000)
        {
            text.Append(random.NextInt64()).Append('\n');
        }

        using (FileStream file = File.Create(_folder.Full("big.gz")))
        {
            foreach (string part in new[] { text.ToString(0, 400_000), text.ToString(400_000, text.Length - 400_000) })
            {
                using var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
                gzip.Write(Encoding.ASCII.GetBytes(part));
            }
        }

        await using ByteSourceReader reader = await Source.Files(_folder.Full("*.gz")).StartAsync();
        Assert.Equal(text.ToString(), (await reader.RunEpochAsync())?.Text);
    }

    [Fact]
    public async Task What_is_not_gzip_or_cut_off_is_told()
    {
        _folder.Write("a.gz", "plain text\n");
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(new byte[10_000]);
        }

        File.WriteAllBytes(_folder.Full("cut.gz"), compressed.ToArray()[..5000]);
        await using ByteSourceReader reader = await Source.Files(_folder.Path).StartAsync();
        foreach (ByteSegment segment in (await reader.PlanAsync(false, default))!.Segments)
        {
            Assert.Equal("CMP0935", Assert.Throws<PipelineException>(() => segment.ReadLines()).Id);
        }
    }

    [Fact]
    public async Task A_missing_path_is_told()
    {
        foreach (string path in new[] { "missing", "missing/*.json" })
        {
            ByteSourceReader reader = Source.Files(_folder.Full(path)).Open("input");
            var e = await Assert.ThrowsAsync<PipelineException>(async () => await reader.StartAsync([], default));
            Assert.Equal("CMP0936", e.Id);
        }
    }

    [Fact]
    public async Task A_foreign_position_is_told()
    {
        foreach (string position in new[] { """{"from":1,"to":2}""", "12", "not json", """{"files":[{}]}""" })
        {
            ByteSourceReader reader = Source.Files(_folder.Path).Open("input");
            var e = await Assert.ThrowsAsync<PipelineException>(async () => await reader.StartAsync([position], default));
            Assert.Equal("CMP0938", e.Id);
        }
    }

    [Fact]
    public async Task An_empty_file_is_read_as_nothing()
    {
        _folder.Write("empty", string.Empty, minute: 1);
        _folder.Write("full", "x", minute: 2);
        await using ByteSourceReader reader = await Source.Files(_folder.Path).StartAsync();
        Assert.Equal("x", (await reader.RunEpochAsync())?.Text);
    }

    [Fact]
    public void A_line_of_100_MB_is_refused_or_read_within_bounds()
    {
        string path = _folder.Full("huge");
        using (FileStream file = File.Create(path))
        {
            byte[] block = Encoding.ASCII.GetBytes(new string('x', 1_000_000));
            for (int i = 0; i < 100; i++)
            {
                file.Write(block);
            }

            file.Write("\nsmall\n"u8);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<PipelineException>(() => new FileSegment(Look(path), path, false, Source.Files(path), new BlockBufferPool()).CountRows());
        Assert.Equal("CMP0930", e.Id);
        (int rows, long largestBlock) = new FileSegment(Look(path), path, false, Source.Files(path, maxRowBytes: 128 << 20), new BlockBufferPool()).CountRows();
        Assert.Equal(2, rows);
        Assert.InRange(largestBlock, 100_000_000, 128 << 20);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static InputFile Look(string path) => InputFile.Look("huge", path)!;
}
