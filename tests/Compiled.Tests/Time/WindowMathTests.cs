using System.Numerics;
using Compiled.Time;

namespace Compiled.Tests.Time;

public sealed class WindowMathTests
{
    [Theory]
    [InlineData(7, 2, 3)]
    [InlineData(-7, 2, -4)]
    [InlineData(-8, 2, -4)]
    [InlineData(0, 5, 0)]
    [InlineData(long.MinValue, 3, -3074457345618258603)]
    public void Division_rounds_down(long value, long divisor, long quotient) => Assert.Equal(quotient, WindowMath.FloorDivide(value, divisor));

    [Fact]
    public void The_start_agrees_with_unbounded_arithmetic()
    {
        Random random = new(6);
        for (int i = 0; i < 100_000; i++)
        {
            long size = random.NextInt64(1, i % 3 == 0 ? 20 : 900_000_000_000);
            long offset = random.NextInt64(-3 * size, 3 * size);
            long ticks = i % 2 == 0 ? random.NextInt64(-100, 100) : random.NextInt64(-4_000_000_000_000_000_000, 4_000_000_000_000_000_000);
            BigInteger n = BigInteger.Subtract(ticks, offset);
            BigInteger floor = (n - (((n % size) + size) % size)) + offset;
            Assert.Equal((long)floor, WindowMath.StartOf(ticks, size, offset));
            TumblingWindow window = new(size, offset);
            Assert.Equal((long)floor, window.StartOf(ticks));
            Assert.Equal(WindowMath.StartOf(ticks + 1, size, offset), window.StartOf(ticks + 1));
            Assert.Equal(WindowMath.StartOf(ticks - size, size, offset), window.StartOf(ticks - size));
        }
    }

    [Fact]
    public void A_window_ends_where_the_next_begins()
    {
        TumblingWindow window = new(10);
        Assert.Equal([-20L, -10, -10, 0, 0, 10], new long[] { -11, -10, -1, 0, 9, 10 }.Select(t => window.StartOf(t)));
        Assert.False(WindowMath.IsExpired(0, 10, 9));
        Assert.True(WindowMath.IsExpired(0, 10, 10));
        Assert.False(WindowMath.IsExpired(0, 10, long.MinValue));
    }

    [Fact]
    public void A_window_needs_a_size() => Assert.Throws<ArgumentOutOfRangeException>(() => new TumblingWindow(0));
}
