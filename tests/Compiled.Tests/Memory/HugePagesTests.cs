using Compiled.Memory;

namespace Compiled.Tests.Memory;

public sealed unsafe class HugePagesTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4095)]
    [InlineData(4096, 1 << 20)]
    [InlineData(100, (2 << 20) + 5000)]
    [InlineData(12_345, 5_000_000)]
    public void Advice_changes_nothing_that_memory_holds(int offset, int bytes)
    {
        byte[] expected = new byte[offset + bytes + 100];
        new Random(bytes).NextBytes(expected);
        byte[] memory = GC.AllocateUninitializedArray<byte>(expected.Length, pinned: true);
        expected.CopyTo(memory, 0);
        fixed (byte* start = memory)
        {
            HugePages.Advise(start + offset, (nuint)bytes);
        }

        HugePages.Advise(memory);
        Assert.True(memory.AsSpan().SequenceEqual(expected));
    }
}
