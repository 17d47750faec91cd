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
