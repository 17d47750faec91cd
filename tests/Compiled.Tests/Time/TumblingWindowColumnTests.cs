using Compiled.Memory;
using Compiled.Time;

namespace Compiled.Tests.Time;

public sealed class TumblingWindowColumnTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Starts_are_those_of_each_instant_whatever_the_width(int bits)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        using var arena = new ColumnArena();
        var random = new Random(bits);
        Column<long> ticks = arena.Allocate<long>(100);
        Column<long> starts = arena.Allocate<long>(100);
        for (int round = 0; round < 200; round++)
        {
            long size = random.NextInt64(1, 1000);
            var window = new TumblingWindow(size, random.NextInt64(-500, 500));
            var alone = window;
            long spread = random.Next(2) == 0 ? 3 : 5 * size;
            long from = random.NextInt64(-10_000, 10_000);
            int count = random.Next(100);
            long[] expected = new long[count];
            for (int i = 0; i < count; i++)
            {
                ticks[i] = from + random.NextInt64(spread);
                expected[i] = alone.StartOf(ticks[i]);
            }

            long earliest = window.StartsOf(ticks, count, starts);
            Assert.Equal(expected, starts.AsSpan(count).ToArray());
            Assert.Equal(count == 0 ? long.MaxValue : expected.Min(), earliest);
            window.StartsOf(ticks, count, ticks);
            Assert.Equal(expected, ticks.AsSpan(count).ToArray());
        }
    }
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Rows_far_out_of_order_get_their_windows(int bits)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        using var arena = new ColumnArena();
        var random = new Random(bits);
        Column<long> ticks = arena.Allocate<long>(64);
        Column<long> starts = arena.Allocate<long>(64);
        for (int round = 0; round < 2_000; round++)
        {
            // Lengths of one tick to centuries, instants from beside each other to at both ends of what a number of ticks holds, many of them at the very ends of windows.
            long size = random.NextInt64(1, 1L << random.Next(1, 56));
            long offset = random.NextInt64(-size, size);
            long spread = 1L << random.Next(1, 63);
            long middle = random.Next(3) == 0 ? 0 : random.NextInt64(-(1L << 61), 1L << 61);
            var window = new TumblingWindow(size, offset);
            long[] expected = new long[64];
            for (int i = 0; i < expected.Length; i++)
            {
                long at = middle + random.NextInt64(-(spread / 2), spread / 2);
                ticks[i] = random.Next(2) == 0 ? at : WindowMath.StartOf(at, size, offset) + random.Next(-1, 2);
                expected[i] = WindowMath.StartOf(ticks[i], size, offset);
            }

            Assert.Equal(expected.Min(), window.StartsOf(ticks, expected.Length, starts));
            Assert.Equal(expected, starts.AsSpan(expected.Length).ToArray());
        }
    }
}
