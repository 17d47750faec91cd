using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Compiled.Memory;
using Compiled.Sources;

namespace Compiled.Tests.Sources;

public class BlockReaderTests
{
    private const string Lines = "one\ntwo, the longer\n\nfour\r\nfünf\nlast";

    [Fact]
    public void Rows_are_whole_wherever_reads_split_them()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Lines);
        for (int chunk = 1; chunk <= bytes.Length; chunk++)
        {
            for (int block = 1; block <= bytes.Length + 1; block++)
            {
                var reader = new BufferedBlockReader(new MemoryBlockInput(bytes, chunk), "test", block, 1024);
                var rows = new StringBuilder();
                bool isFinal = false;
                while (!isFinal)
                {
                    rows.Append(reader.TakeLines(out isFinal));
                }

                Assert.Equal(Lines, rows.ToString());
                Assert.Equal(bytes.Length, reader.Offset);
                reader.Complete();
            }
        }
    }

    [Fact]
    public unsafe void Padding_is_readable_on_both_sides()
    {
        var reader = new BufferedBlockReader(new MemoryBlockInput(new byte[1000], 1000), "test", 1000, 1000);
        Assert.True(reader.TryGetBlock(out byte* start, out int length, out _));
        int sum = 0;
        for (int i = -Frame.Padding; i < length + Frame.Padding; i++)
        {
            sum += start[i];
        }

        Assert.Equal(0, sum);
        Assert.Equal(0, (nint)start % Frame.Padding);
        reader.Complete();
    }

    [Fact]
    public unsafe void A_block_stays_lent_until_it_is_advanced()
    {
        var reader = new BufferedBlockReader(new MemoryBlockInput("abcdef"u8.ToArray(), 3), "test", 64, 64);
        reader.TryGetBlock(out byte* first, out int length, out _);
        reader.TryGetBlock(out byte* again, out int sameLength, out _);
        Assert.True(first == again);
        Assert.Equal(3, length);
        Assert.Equal(3, sameLength);
        reader.Advance(1);
        Assert.Equal(1, reader.Offset);
        Assert.True(reader.TryGetBlock(out byte* second, out length, out bool isFinal));
        Assert.Equal("bcdef", Encoding.ASCII.GetString(second, length));
        Assert.True(isFinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Advance(6));
        reader.Complete();
    }

    [Fact]
    public void A_row_over_the_limit_is_told_with_place_and_setting()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("short\n" + new string('x', 5000) + "\n");
        var reader = new BufferedBlockReader(new MemoryBlockInput(bytes, int.MaxValue), "file.json", 16, 4096);
        var e = Assert.Throws<PipelineException>(() =>
        {
            bool isFinal = false;
            while (!isFinal)
            {
                reader.TakeLines(out isFinal);
            }
        });
        Assert.Equal("CMP0930", e.Id);
        Assert.Contains("byte 6 of file.json", e.Message, StringComparison.Ordinal);
        Assert.Contains("maxRowBytes", e.Message, StringComparison.Ordinal);
        reader.Complete();
    }

    [Fact]
    public void A_row_of_exactly_the_limit_is_read()
    {
        string row = new string('x', 4095) + "\n";
        var reader = new BufferedBlockReader(new MemoryBlockInput(Encoding.ASCII.GetBytes(row + "y\n"), int.MaxValue), "test", 16, 4096);
        var text = new StringBuilder();
        bool isFinal = false;
        while (!isFinal)
        {
            text.Append(reader.TakeLines(out isFinal));
        }

        Assert.Equal(row + "y\n", text.ToString());
        reader.Complete();
    }

    // Rows that cross from one into the next, and one that takes a larger block, after which four of that size take turns.
    [Fact]
    public unsafe void Input_that_fills_whole_blocks_is_read_into_four_in_turn()
    {
        var lines = new StringBuilder();
        for (int i = 0; lines.Length < 12_000_000; i++)
        {
            lines.Append(i).Append('x', i == 60_000 ? 600_000 : i % 97).Append('\n');
        }

        byte[] bytes = Encoding.ASCII.GetBytes(lines.ToString());
        using var pool = new BlockBufferPool();
        var reader = new BufferedBlockReader(new MemoryBlockInput(bytes, int.MaxValue), "test", pool, BlockLimits.Block, BlockLimits.MaxRow);
        var starts = new List<nint>();
        var text = new StringBuilder();
        for (bool isFinal = false; !isFinal;)
        {
            Assert.True(reader.TryGetBlock(out byte* start, out _, out _));
            starts.Add((nint)start);
            text.Append(reader.TakeLines(out isFinal));
        }

        reader.Complete();
        Assert.Equal(lines.ToString(), text.ToString());
        Assert.Equal(4, starts.Take(5).Distinct().Count());
        Assert.Equal(4, starts.TakeLast(4).Distinct().Count());
        Assert.Equal(starts[0], starts[4]);
        Assert.Equal(starts[^1], starts[^5]);
    }

    [Fact]
    public void Reserve_makes_larger_blocks()
    {
        var reader = new BufferedBlockReader(new MemoryBlockInput(new byte[100_000], int.MaxValue), "test", 1024, 1 << 20);
        reader.Reserve(50_000);
        Assert.True(reader.TryRead(out ReadResult result));
        Assert.Equal(50_000, result.Buffer.Length);
        reader.Complete();
    }

    [Fact]
    public async Task It_is_a_PipeReader_of_one_segment()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Lines);
        PipeReader reader = new BufferedBlockReader(new MemoryBlockInput(bytes, 5), "test", 8, 1024);
        var text = new StringBuilder();
        while (true)
        {
            ReadResult result = await reader.ReadAsync();
            Assert.True(result.Buffer.IsSingleSegment);
            if (result.Buffer.PositionOf((byte)'\n') is { } lineEnd)
            {
                SequencePosition next = result.Buffer.GetPosition(1, lineEnd);
                text.Append(Encoding.UTF8.GetString(result.Buffer.Slice(0, next)));
                reader.AdvanceTo(next);
            }
            else if (result.IsCompleted)
            {
                text.Append(Encoding.UTF8.GetString(result.Buffer));
                break;
            }
            else
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }

        Assert.Equal(Lines, text.ToString());
        await reader.CompleteAsync();
    }

    [Fact]
    public async Task Bytes_that_were_not_examined_come_again_at_once()
    {
        var pipe = new Pipe();
        PipeReader reader = new BufferedBlockReader(new PipeBlockInput(pipe.Reader, "test", isOurs: false), "test");
        await pipe.Writer.WriteAsync("a\nb\n"u8.ToArray());
        ReadResult result = await reader.ReadAsync();
        reader.AdvanceTo(result.Buffer.GetPosition(2));
        Assert.True(reader.TryRead(out result));
        Assert.Equal("b\n", Encoding.ASCII.GetString(result.Buffer));
        reader.AdvanceTo(result.Buffer.End);
        Assert.False(reader.TryRead(out _));
        await reader.CompleteAsync();
    }

    [Fact]
    public async Task A_pending_read_can_be_cancelled()
    {
        var pipe = new Pipe();
        PipeReader reader = new BufferedBlockReader(new PipeBlockInput(pipe.Reader, "test", isOurs: false), "test");
        ValueTask<ReadResult> pending = reader.ReadAsync();
        Assert.False(pending.IsCompleted);
        reader.CancelPendingRead();
        Assert.True((await pending).IsCanceled);
        await pipe.Writer.WriteAsync("later\n"u8.ToArray());
        ReadResult result = await reader.ReadAsync();
        Assert.Equal("later\n", Encoding.ASCII.GetString(result.Buffer));
        await reader.CompleteAsync();
    }

    [Fact]
    public void A_completed_reader_refuses_to_read()
    {
        var reader = new BufferedBlockReader(new MemoryBlockInput(new byte[1], 1), "test");
        reader.Complete();
        Assert.Throws<InvalidOperationException>(() => reader.TryRead(out _));
    }
}
