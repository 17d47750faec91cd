using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

public sealed class BinaryCursorTests
{
    [Fact]
    public void Records_of_any_size_are_read_whatever_the_frames()
    {
        var random = new Random(6);
        for (int size = 9; size < 40; size++)
        {
            byte[] data = new byte[(size * 1003) + 5];
            random.NextBytes(data);
            using var arena = new ColumnArena();
            Column<long> first = arena.Allocate<long>(64);
            Column<bool> last = arena.Allocate<bool>(64);
            var bad = new CollectedRows();
            var cursor = new BinaryCursor(size, 64, bad);
            int row = 0;
            int Decode(in Frame frame, ref int position)
            {
                if (!cursor.NextBatch(frame, ref position))
                {
                    return 0;
                }

                cursor.Read(0, first);
                cursor.ReadBoolean(size - 1, last);
                return cursor.Count;
            }

            FrameFeeder.Feed(data, [random.Next(1, 3000), random.Next(1, 3000)], (in Frame _) => 0, Decode, count =>
            {
                for (int r = 0; r < count; r++, row++)
                {
                    Assert.Equal(BitConverter.ToInt64(data, row * size), first[r]);
                    Assert.Equal(data[((row + 1) * size) - 1] != 0, last[r]);
                }
            });
            Assert.Equal(1003, row);
            Assert.Equal(size * 1003, Assert.Single(bad.Rows).Offset);
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Members_of_four_and_eight_bytes_are_read_at_every_place_whatever_the_width(int width)
    {
        using IDisposable forced = VectorWidth.Force(width);
        var random = new Random(7);
        foreach (int size in new[] { 8, 16, 20, 24, 32, 40 })
        {
            for (int rows = 0; rows < 150; rows += rows < 20 ? 1 : 13)
            {
                byte[] data = new byte[size * rows];
                random.NextBytes(data);
                for (int offset = 0; offset + 8 <= size; offset += 4)
                {
                    AssertRead(data, size, rows, offset);
                }
            }
        }
    }

    private static void AssertRead(byte[] data, int size, int rows, int offset)
    {
        using var arena = new ColumnArena();
        Column<long> words = arena.Allocate<long>(200);
        Column<int> halves = arena.Allocate<int>(200);
        var cursor = new BinaryCursor(size, 200, new CollectedRows());
        int Decode(in Frame frame, ref int position)
        {
            if (!cursor.NextBatch(frame, ref position))
            {
                return 0;
            }

            cursor.Read(offset, words);
            cursor.Read(offset + 4, halves);
            return cursor.Count;
        }

        int row = 0;
        FrameFeeder.Feed(data, [data.Length + 1], (in Frame _) => 0, Decode, count =>
        {
            for (int r = 0; r < count; r++, row++)
            {
                Assert.Equal(BitConverter.ToInt64(data, (row * size) + offset), words[r]);
                Assert.Equal(BitConverter.ToInt32(data, (row * size) + offset + 4), halves[r]);
            }
        });
        Assert.Equal(rows, row);
    }

    [Fact]
    public void Dates_outside_the_calendar_are_malformed_and_dropped_in_every_unit()
    {
        foreach (TimeUnit unit in Enum.GetValues<TimeUnit>())
        {
            long[] values = [.. Enumerable.Range(0, 100).Select(i => i * 1000L), long.MaxValue, long.MinValue, 5];
            byte[] data = [.. values.SelectMany(BitConverter.GetBytes)];
            List<long> expected = [.. values.Where(v => IsDate(v, unit)).Select(v => Ticks(v, unit))];
            using var arena = new ColumnArena();
            Column<long> times = arena.Allocate<long>(1000);
            Column<int> days = arena.Allocate<int>(1000);
            var bad = new CollectedRows();
            var cursor = new BinaryCursor(8, 1000, bad);
            int Decode(in Frame frame, ref int position)
            {
                if (!cursor.NextBatch(frame, ref position))
                {
                    return 0;
                }

                cursor.ReadDate(0, times, unit);
                cursor.ReadDay(0, days, unit);
                if (cursor.HasMalformed)
                {
                    cursor.ReportMalformed();
                    cursor.Drop(times);
                    cursor.Drop(days);
                }

                return cursor.Count;
            }

            FrameFeeder.Feed(data, [], (in Frame _) => 0, Decode, count =>
            {
                Assert.Equal(expected, times.AsSpan(count).ToArray());
                Assert.Equal(expected.Select(t => (int)(t / TimeSpan.TicksPerDay)), days.AsSpan(count).ToArray());
            });
            Assert.Equal(values.Length - expected.Count, bad.Rows.Count);
        }
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        using var bytes = new PaddedText(new byte[24 * 10_000]);
        using var arena = new ColumnArena();
        Column<long> ids = arena.Allocate<long>(1000);
        Column<long> times = arena.Allocate<long>(1000);
        var cursor = new BinaryCursor(24, 1000, new CollectedRows());
        Frame frame = bytes.ToFrame(bytes.Length, isFinal: true);
        Assert.Equal(0, SteadyState.AllocatedBytes(10_000, () =>
        {
            int rows = 0;
            int position = 0;
            while (cursor.NextBatch(frame, ref position))
            {
                cursor.Read(0, ids);
                cursor.ReadDate(8, times, TimeUnit.Milliseconds);
                rows += cursor.Count;
            }

            return rows;
        }));
    }

    private static bool IsDate(long value, TimeUnit unit) => DateParser.TryEpoch(value, unit, out _);

    private static long Ticks(long value, TimeUnit unit) => DateParser.TryEpoch(value, unit, out long ticks) ? ticks : 0;
}
