using Compiled.Memory;
using Compiled.Sources;

namespace Compiled.Tests.Sources;

public sealed class MappedBlockReaderTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly BlockBufferPool _buffers = new();

    public static TheoryData<int> Sizes { get; } = [1, 63, 64, 65, 4096 - 65, 4096 - 64, 4096 - 63, 4096, 4097, (3 * 4096) - 64, 3 * 4096, 50_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public unsafe void Bytes_come_in_order_whatever_is_left_over_and_padding_is_readable(int size)
    {
        byte[] bytes = Write(size);
        var random = new Random(size);
        foreach (int block in (int[])[1, 70, 1000, 4096, 100_000])
        {
            var reader = Open(size, block);
            var seen = new List<byte>();
            int sum = 0;
            for (bool isFinal = false; !isFinal || seen.Count < size;)
            {
                Assert.True(reader.TryGetBlock(out byte* start, out int length, out isFinal));
                Assert.Equal(seen.Count, reader.Offset);
                for (int i = -Frame.Padding; i < length + Frame.Padding; i++)
                {
                    sum += start[i];
                }

                int taken = random.Next(3) == 0 ? length : random.Next(1, length + 1);
                seen.AddRange(new ReadOnlySpan<byte>(start, taken));
                reader.Advance(taken);
            }

            reader.Complete();
            Assert.Equal(bytes, seen);
            Assert.True(sum > 0);
        }
    }

    [Fact]
    public void It_is_a_pipe_reader_too()
    {
        byte[] bytes = Write(10_000);
        var reader = Open(10_000, 256);
        var seen = new List<byte>();
        for (bool isCompleted = false; !isCompleted;)
        {
            Assert.True(reader.TryRead(out System.IO.Pipelines.ReadResult result));
            isCompleted = result.IsCompleted;
            seen.AddRange(result.Buffer.FirstSpan.ToArray());
            reader.AdvanceTo(result.Buffer.End);
        }

        reader.Complete();
        Assert.Equal(bytes, seen);
    }

    [Fact]
    public unsafe void A_block_that_holds_no_row_grows_up_to_the_limit()
    {
        Write(9000);
        var reader = Open(9000, 1000, maxRowBytes: 4000);
        foreach (int expected in (int[])[1000, 2000, 4000])
        {
            Assert.True(reader.TryGetBlock(out _, out int length, out _));
            Assert.Equal(expected, length);
            reader.Advance(0);
        }

        PipelineException fault = Assert.Throws<PipelineException>(() => reader.TryGetBlock(out _, out _, out _));
        Assert.Equal("CMP0930", fault.Id);
        reader.Complete();
    }

    [Fact]
    public void A_file_that_is_shorter_than_planned_is_a_fault()
    {
        Write(100);
        Assert.Equal("CMP0931", Assert.Throws<PipelineException>(() => new MappedFile(_path, 101)).Id);
        Assert.Equal("CMP0931", Assert.Throws<PipelineException>(() => new MappedFile(_path + ".gone", 1)).Id);
    }

    [Fact]
    public unsafe void A_file_that_is_longer_than_planned_is_a_fault_unless_it_is_read_again()
    {
        Write(100);
        using var file = new MappedFile(_path, 99);
        var reader = new MappedBlockReader(file, _path, mustNotGrow: true, _buffers, 1000);
        Assert.Equal("CMP0932", Assert.Throws<PipelineException>(() => reader.TryGetBlock(out _, out _, out _)).Id);
        var again = new MappedBlockReader(file, _path, mustNotGrow: false, _buffers, 1000);
        Assert.True(again.TryGetBlock(out _, out int length, out bool isFinal));
        Assert.True(isFinal);
        Assert.Equal(99, length);
    }

    public void Dispose()
    {
        _buffers.Dispose();
        File.Delete(_path);
    }

    private MappedBlockReader Open(int size, int block, int maxRowBytes = 1 << 20) =>
        new(new MappedFile(_path, size), _path, mustNotGrow: true, _buffers, maxRowBytes, block);

    private byte[] Write(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        bytes[0] = 1;
        File.WriteAllBytes(_path, bytes);
        return bytes;
    }
}
