using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Tests.Memory;

public sealed class VectorQuotientsTests
{
    private static readonly int[] Divisors = [1, 2, 3, 5, 7, 10, 24, 60, 97, 1000, 3600, 65_535, 65_536, 86_400_000, 999_999_937, int.MaxValue - 1, int.MaxValue];

    [Fact]
    public void Long_integers_are_divided_as_one_by_one()
    {
        var random = new Random(31);
        long[] row = new long[8];
        foreach (int divisor in Divisors)
        {
            double reciprocal = Math.BitIncrement(1.0 / divisor);
            for (int round = 0; round < 3000; round++)
            {
                for (int lane = 0; lane < row.Length; lane++)
                {
                    row[lane] = Long(random, divisor, round);
                }

                long[] expected = [.. row.Select(value => value / divisor)];
                Assert.Equal(expected, Lanes(VectorQuotients.Of512(Vector512.Create(row), divisor, reciprocal)));
                Assert.Equal(expected[..4], Lanes(VectorQuotients.Of256(Vector256.Create(row), divisor, reciprocal)));
                Assert.Equal(expected[..2], Lanes(VectorQuotients.Of128(Vector128.Create(row), divisor, reciprocal)));
            }
        }
    }

    [Fact]
    public void Integers_are_divided_as_one_by_one()
    {
        var random = new Random(32);
        int[] row = new int[16];
        foreach (int divisor in Divisors)
        {
            double reciprocal = Math.BitIncrement(1.0 / divisor);
            for (int round = 0; round < 3000; round++)
            {
                for (int lane = 0; lane < row.Length; lane++)
                {
                    row[lane] = unchecked((int)Long(random, divisor, 4 + (round % 3)));
                }

                int[] expected = [.. row.Select(value => value / divisor)];
                Assert.Equal(expected, Lanes(VectorQuotients.Of512(Vector512.Create(row), divisor, reciprocal)));
                Assert.Equal(expected[..8], Lanes(VectorQuotients.Of256(Vector256.Create(row), divisor, reciprocal)));
                Assert.Equal(expected[..4], Lanes(VectorQuotients.Of128(Vector128.Create(row), divisor, reciprocal)));
            }
        }
    }

    // Near multiples, near the ends of what goes by vectors, and anything.
    private static long Long(Random random, int divisor, int round)
    {
        long sign = random.Next(2) == 0 ? 1 : -1;
        return (round % 7) switch
        {
            0 => sign * ((random.NextInt64((1L << 50) / divisor) * divisor) + random.Next(-1, 2)),
            1 => sign * ((1L << 50) + random.Next(-3, 4)),
            2 => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
            3 => sign == 1 ? long.MinValue + random.Next(3) : long.MaxValue - random.Next(3),
            4 => sign * ((random.NextInt64(((long)int.MaxValue / divisor) + 1) * divisor) + random.Next(-1, 2)),
            5 => sign == 1 ? int.MinValue + random.Next(3) : int.MaxValue - random.Next(3),
            _ => random.NextInt64(int.MinValue, int.MaxValue) >> random.Next(32),
        };
    }

    private static T[] Lanes<T>(Vector512<T> vector) => [.. Enumerable.Range(0, Vector512<T>.Count).Select(i => vector[i])];

    private static T[] Lanes<T>(Vector256<T> vector) => [.. Enumerable.Range(0, Vector256<T>.Count).Select(i => vector[i])];

    private static T[] Lanes<T>(Vector128<T> vector) => [.. Enumerable.Range(0, Vector128<T>.Count).Select(i => vector[i])];
}
