using Compiled.Sources;

namespace Compiled.Tests.Sources;

public sealed class ReadAheadTests : IDisposable
{
    private const int Workers = 3;
    private const int Block = 384 * 1024;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(100_000, 10)]
    [InlineData(3_000_000, 0)]
    [InlineData(3_000_000, 1)]
    [InlineData(3_000_000, BlockReadAhead.Front)]
    [InlineData(3_000_000, BlockReadAhead.Front + 1)]
    [InlineData(3_000_000, Block - 1)]
    [InlineData((7 * Block) + 1, 77)]
    public void A_file_read_ahead_is_the_same_file_whatever_is_left_over(int size, int left)
    {
        byte[] bytes = Write(size);
        BufferedBlockReader reader = Open(size);
        var seen = new List<byte>();
        int aheads = 0;
        for (bool isFinal = false; !isFinal;)
        {
            byte[] block = Lent(reader, out isFinal);
            Assert.Equal(seen.Count, reader.Offset);
            aheads += ReadTogether(reader) ? 1 : 0;
            int consumed = isFinal ? block.Length : Math.Max(block.Length - left, 0);
            seen.AddRange(block.AsSpan(0, consumed));
            reader.Advance(consumed);
        }

        reader.Complete();
        Assert.Equal(bytes, seen);
        Assert.Equal(size > 2 * Block, aheads > 0);
    }

    // Of a pool that has larger blocks at hand, as after other files, the same blocks are lent: a batch that is repeated after a restart is cut where it was cut before.
    [Fact]
    public void Where_blocks_end_does_not_depend_on_what_was_read_before()
    {
        const int Size = 3_000_000;
        Write(Size);
        using var pool = new BlockBufferPool();
        List<int> first = Lengths(pool);
        Assert.Equal(first, Lengths(pool));
        pool.Return(new BlockBuffer(2_000_000));
        Assert.Equal(first, Lengths(pool));
        Assert.True(first.Count > 5, $"{first.Count} blocks");

        List<int> Lengths(BlockBufferPool buffers)
        {
            var reader = new BufferedBlockReader(new FileBlockInput(_path, Size, mustNotGrow: true), _path, buffers, 4096, BlockLimits.MaxRow);
            reader.Reserve(Block);
            var lengths = new List<int>();
            for (bool isFinal = false; !isFinal;)
            {
                byte[] block = Lent(reader, out isFinal);
                lengths.Add(block.Length);
                if (lengths.Count % 3 != 0)
                {
                    ReadTogether(reader);
                }

                reader.Advance(block.Length - (isFinal ? 0 : 100));
            }

            reader.Complete();
            return lengths;
        }
    }

    [Fact]
    public void A_row_of_several_blocks_is_put_together_until_it_is_too_large()
    {
        const int Size = 4_000_000;
        const int MaxRow = 1_500_000;
        byte[] bytes = Write(Size);
        BufferedBlockReader reader = Open(Size, MaxRow);
        byte[] block = [];
        Action readOn = () =>
        {
            while (true)
            {
                block = Lent(reader, out _);
                Assert.Equal(bytes[..block.Length], block);
                Assert.True(ReadTogether(reader));
                reader.Advance(0);
            }
        };
        PipelineException fault = Assert.Throws<PipelineException>(readOn);
        Assert.Equal("CMP0930", fault.Id);
        Assert.InRange(block.Length, MaxRow, MaxRow + Block);
        reader.Complete();
    }

    [Fact]
    public void A_file_cut_short_is_told_with_the_block_that_lacks_bytes()
    {
        Write(2_000_000);
        BufferedBlockReader reader = Open(2_000_000);
        byte[] first = Lent(reader, out _);
        using (var file = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(500_000);
        }

        Assert.True(ReadTogether(reader));
        Assert.Equal(first, Lent(reader, out _));
        reader.Advance(first.Length);
        PipelineException fault = Assert.Throws<PipelineException>(() => Lent(reader, out _));
        Assert.Equal("CMP0931", fault.Id);
        Assert.Contains("ends after 500000", fault.Message, StringComparison.Ordinal);
        reader.Complete();
    }

    [Fact]
    public void A_file_that_grew_is_told_at_its_end()
    {
        Write(1_000_000);
        BufferedBlockReader reader = Open(500_000);
        byte[] first = Lent(reader, out bool isFinal);
        Assert.False(isFinal);
        Assert.False(ReadTogether(reader), "fewer bytes are left than pays");
        reader.Advance(first.Length);
        Assert.Equal("CMP0932", Assert.Throws<PipelineException>(() => Lent(reader, out _)).Id);
        reader.Complete();
    }

    private static unsafe byte[] Lent(BlockPipeReader reader, out bool isFinal)
    {
        Assert.True(reader.TryGetBlock(out byte* start, out int length, out isFinal));
        return new ReadOnlySpan<byte>(start, length).ToArray();
    }

    // As the workers of a job do: each when it is done with its piece.
    private static bool ReadTogether(BufferedBlockReader reader)
    {
        if (!reader.TryReadAhead(Workers))
        {
            return false;
        }

        Thread[] threads = [.. Enumerable.Range(0, Workers).Select(worker => new Thread(() => reader.ReadAhead(worker)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return true;
    }

    private byte[] Write(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        File.WriteAllBytes(_path, bytes);
        return bytes;
    }

    private BufferedBlockReader Open(int size, int maxRowBytes = BlockLimits.MaxRow)
    {
        var reader = new BufferedBlockReader(new FileBlockInput(_path, size, mustNotGrow: true), _path, 4096, maxRowBytes);
        reader.Reserve(Block);
        return reader;
    }
}
