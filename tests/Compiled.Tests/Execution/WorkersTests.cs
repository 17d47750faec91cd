using System.Text;
using Compiled.Execution;
using Compiled.Sources;
using Compiled.Tests.Sources;

namespace Compiled.Tests.Execution;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(2, 90)]
    [InlineData(3, 150)]
    [InlineData(4, 640)]
    [InlineData(8, 1000)]
    public async Task Results_are_those_of_one_worker(int workers, int chunk)
    {
        (LineJob one, LineJob many) = (new LineJob(), new LineJob());
        await Run(one, RandomParts(20, 300), 1, int.MaxValue);
        await Run(many, RandomParts(20, 300), workers, chunk);
        AssertSame(one, many);
        Assert.All(many.Program.Workers, worker => Assert.True(worker.Consumes > 0, $"worker {worker.Index} had nothing to do"));
    }

    // Rows of some bytes and of several reads; files of which workers read blocks ahead, and small ones.
    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task Results_from_files_are_those_of_one_worker(int workers, bool mapped)
    {
        using var folder = new TemporaryFolder();
        int[] longest = [40, 3000, 300_000, 2_000_000, 10];
        for (int file = 0; file < longest.Length; file++)
        {
            folder.Write($"{file}.txt", RandomLines(file == 4 ? 100 : 3_000_000, longest[file]), file);
        }

        var jobs = new LineJob[2];
        for (int i = 0; i < 2; i++)
        {
            jobs[i] = new LineJob();
            await jobs[i].Build(Source.Files(folder.Full("*.txt"), mapped: mapped)).Workers(i == 0 ? 1 : workers).Trigger(Trigger.AvailableNow).RunAsync();
        }

        AssertSame(jobs[0], jobs[1]);
        Assert.All(jobs[1].Program.Workers, worker => Assert.True(worker.Consumes > 0, $"worker {worker.Index} had nothing to do"));
    }

    [Fact]
    public async Task A_quoted_line_feed_does_not_end_a_row_and_each_segment_has_its_header()
    {
        string[] parts = ["h1\nx,\"a\nb\"\ny\n\"\"\"q\"\"\n\"\nz\n", "h2\n1\n2\n3\n4\n5\n", "h3\n"];
        for (int workers = 1; workers <= 6; workers++)
        {
            var lines = new LineJob(new LineProgram(RowFraming.QuotedNewline));
            await Run(lines, parts, workers, 3);
            Assert.Equal(["H1:X,\"A\nB\"", "H1:Y", "H1:\"\"\"Q\"\"\n\"", "H1:Z", "H2:1", "H2:2", "H2:3", "H2:4", "H2:5"], lines.Upper.Rows);
        }
    }

    [Fact]
    public async Task A_decoder_that_sees_other_rows_than_the_framing_ends_the_job()
    {
        var lines = new LineJob(new LineProgram { LeavesRows = true });
        PipelineException fault = await Assert.ThrowsAsync<PipelineException>(() => Run(lines, ["one\ntwo\nthree\nfour\n"], 2, 3));
        Assert.Equal("CMP0957", fault.Id);
        Assert.Contains("'lines'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_a_fixed_size_are_not_cut()
    {
        for (int workers = 1; workers <= 5; workers++)
        {
            var lines = new LineJob(new LineProgram(RowFraming.FixedSize));
            await Run(lines, ["aaaabbbbccccddddeeeeffff", "gggg"], workers, 5);
            Assert.Equal(["AAAA", "BBBB", "CCCC", "DDDD", "EEEE", "FFFF", "GGGG"], lines.Upper.Rows);
        }
    }

    [Fact]
    public async Task The_failure_of_the_first_worker_in_order_is_told_whatever_the_timing()
    {
        using var last = new SemaphoreSlim(0);
        var program = new LineProgram
        {
            OnLine = (worker, line) =>
            {
                if (line == "last")
                {
                    last.Release();
                }

                if (line == "first")
                {
                    // Only when the other worker has failed already.
                    last.Wait();
                }

                if (line is "first" or "last")
                {
                    throw new InvalidOperationException(line);
                }
            },
        };
        var failure = await Assert.ThrowsAsync<PipelineException>(() => Run(new LineJob(program), ["a\nb\nfirst\nc\nd\nlast\n"], 2, int.MaxValue));
        Assert.Equal("first", failure.InnerException!.Message);
    }

    [Fact]
    public async Task Small_blocks_stay_on_one_worker()
    {
        var lines = new LineJob();
        await lines.Build(LineJob.Parts("a\nb\nc\nd\n")).Workers(4).RunAsync();
        Assert.Equal([1, 0, 0, 0], lines.Program.Workers.Select(worker => worker.Consumes));
    }

    [Theory]
    [InlineData("a\nb\nc\n", 0, 2, 2)]
    [InlineData("a\nb\nc\n", 0, 3, 4)]
    [InlineData("a\nb\nc", 0, 5, -1)]
    [InlineData("\"a\nb\"\nc\n", 0, 1, 6)]
    [InlineData("\"a\nb\"\nc\n", 0, 4, 6)]
    [InlineData("\"a\nb", 0, 1, -1)]
    public void A_block_is_cut_at_the_end_of_a_quoted_row(string block, int from, int target, int expected) =>
        Assert.Equal(expected, RowCutter.CutAtOrAfter(Encoding.UTF8.GetBytes(block), from, target, RowFraming.QuotedNewline, 0));

    [Fact]
    public void Every_cut_is_the_end_of_a_row()
    {
        var random = new Random(7);
        for (int round = 0; round < 2000; round++)
        {
            byte[] block = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => "ab\n\""u8[random.Next(4)])];
            var ends = new List<int>();
            bool quoted = false;
            for (int i = 0; i < block.Length; i++)
            {
                quoted ^= block[i] == (byte)'"';
                if (block[i] == (byte)'\n' && !quoted)
                {
                    ends.Add(i + 1);
                }
            }

            int from = ends.Count > 1 ? ends[random.Next(ends.Count - 1)] : 0;
            int target = random.Next(from, block.Length);
            int expected = ends.Where(end => end >= target && end > from).DefaultIfEmpty(-1).First();
            int found = RowCutter.CutAtOrAfter(block, from, target, RowFraming.QuotedNewline, 0);

            // A target at a row's start may be the cut itself; the caller skips such an empty piece.
            Assert.True(found == expected || (found == from && target == from), $"{Encoding.UTF8.GetString(block)} from {from} target {target}: {found}, not {expected}");
        }
    }

    private static string RandomLines(int bytes, int longest)
    {
        var random = new Random(longest);
        var text = new StringBuilder(bytes + longest);
        for (int line = 0; text.Length < bytes; line++)
        {
            text.Append(line % 97).Append((char)('a' + (line % 26)), random.Next(longest)).Append('\n');
        }

        return text.ToString();
    }

    internal static async Task Run(LineJob lines, string[] parts, int workers, int chunk)
    {
        MemoryByteSource source = Source.Bytes(chunk, maxPartsPerTrigger: 3);
        foreach (string part in parts)
        {
            source.Add(Encoding.UTF8.GetBytes(part));
        }

        JobBuilder builder = lines.Build(source.Complete()).Workers(workers);
        builder.Options.MinBytesPerWorker = 1;
        await builder.RunAsync();
    }

    internal static void AssertSame(LineJob expected, LineJob actual)
    {
        Assert.Equal(expected.Upper.Epochs, actual.Upper.Epochs);
        Assert.Equal(expected.Counts.Epochs, actual.Counts.Epochs);
        Assert.Equal(expected.Windows.Epochs, actual.Windows.Epochs);
    }

    internal static string[] RandomParts(int count, int lines)
    {
        var random = new Random(11);
        int time = 0;
        return [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, lines).Select(
            _ => random.Next(4) == 0 ? $"@{time += random.Next(2)}\n" : new string((char)('a' + random.Next(26)), random.Next(1, 30)) + "\n")))];
    }
}
