using System.Runtime.Intrinsics;
using Compiled.Execution;
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

                while (cursor.NextBlock())
                {
                    cursor.Read(0, first);
                    cursor.ReadBoolean(size - 1, last);
                }

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

            while (cursor.NextBlock())
            {
                cursor.Read(offset, words);
                cursor.Read(offset + 4, halves);
            }

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

    public static TheoryData<int, int> Sizes { get; } = Widths(16, 24, 32, 40, 1000);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_that_a_filter_refuses_are_left_out_of_every_column(int width, int size)
    {
        using IDisposable forced = VectorWidth.Force(width);
        var random = new Random(size);
        foreach (int passing in new[] { 0, 1, 7, 50, 99, 100 })
        {
            Record[] records = [.. Enumerable.Range(0, random.Next(1500, 3000)).Select(_ => Record.Any(random, passing))];
            Record[] expected = [.. records.Where(r => r.Kind < 100 && r.IsDate)];
            byte[] data = [.. records.SelectMany(r => r.ToBytes(size))];
            var bad = new CollectedRows();
            var read = new List<Record>();
            ReadThinned(data, size, bad, read, [random.Next(1, 60_000), random.Next(1, 60_000)]);
            Assert.Equal(expected, read);
            Assert.Equal(records.Select((r, i) => (Row: r, Place: (long)i * size)).Where(r => r.Row.Kind < 100 && !r.Row.IsDate).Select(r => r.Place), bad.Rows.Select(b => b.Offset));
        }
    }

    private static void ReadThinned(byte[] data, int size, CollectedRows bad, List<Record> read, int[] splits)
    {
        using var arena = new ColumnArena();
        Column<int> kinds = arena.Allocate<int>(2000);
        Column<long> times = arena.Allocate<long>(2000);
        Column<int> days = arena.Allocate<int>(2000);
        Column<bool> flags = arena.Allocate<bool>(2000);
        var cursor = new BinaryCursor(size, 2000, bad);
        int refused = 0;
        int Decode(in Frame frame, ref int position)
        {
            int rows = 0;
            while (rows == 0 && cursor.NextBatch(frame, ref position))
            {
                while (cursor.NextBlock())
                {
                    cursor.Read(8, kinds);
                    refused += cursor.Refuse(new IsBelow32(kinds.Slice(cursor.First), 100));
                    cursor.Keep(kinds);
                    cursor.ReadDate(0, times, TimeUnit.Milliseconds);
                    cursor.ReadDay(0, days, TimeUnit.Milliseconds);
                    cursor.ReadBoolean(12, flags);
                }

                if (cursor.HasMalformed)
                {
                    cursor.ReportMalformed();
                    cursor.Drop(kinds);
                    cursor.Drop(times);
                    cursor.Drop(days);
                    cursor.Drop(flags);
                }

                rows = cursor.Count;
            }

            return rows;
        }

        FrameFeeder.Feed(data, splits, (in Frame _) => 0, Decode, count =>
        {
            for (int r = 0; r < count; r++)
            {
                Assert.Equal((int)(times[r] / TimeSpan.TicksPerDay), days[r]);
                read.Add(new Record((times[r] - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond, kinds[r], flags[r]));
            }
        });
        Assert.Equal(data.Length / size, refused + read.Count + bad.Rows.Count);
    }

    private static TheoryData<int, int> Widths(params int[] sizes)
    {
        var data = new TheoryData<int, int>();
        foreach (int width in new[] { 512, 256, 128, 0 })
        {
            foreach (int size in sizes)
            {
                data.Add(width, size);
            }
        }

        return data;
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

                while (cursor.NextBlock())
                {
                    cursor.ReadDate(0, times, unit);
                    cursor.ReadDay(0, days, unit);
                }

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
                while (cursor.NextBlock())
                {
                    cursor.Read(0, ids);
                    cursor.Refuse(new IsBelow(ids.Slice(cursor.First), 1));
                    cursor.Keep(ids);
                    cursor.ReadDate(8, times, TimeUnit.Milliseconds);
                }

                rows += cursor.Count;
            }

            return rows;
        }));
    }

    private static bool IsDate(long value, TimeUnit unit) => DateParser.TryEpoch(value, unit, out _);

    private static long Ticks(long value, TimeUnit unit) => DateParser.TryEpoch(value, unit, out long ticks) ? ticks : 0;

    private readonly record struct Record(long Time, int Kind, bool Flag)
    {
        public bool IsDate => Time != long.MaxValue;

        public static Record Any(Random random, int passing) =>
            new(random.Next(300) == 0 ? long.MaxValue : random.NextInt64(-1000, 2_000_000_000_000), random.Next(100) < passing ? random.Next(100) : 100 + random.Next(5), random.Next(2) == 0);

        public byte[] ToBytes(int size)
        {
            byte[] bytes = new byte[size];
            BitConverter.TryWriteBytes(bytes, Time);
            BitConverter.TryWriteBytes(bytes.AsSpan(8), Kind);
            bytes[12] = (byte)(Flag ? 200 : 0);
            return bytes;
        }
    }

    private readonly struct IsBelow(Column<long> values, long limit) : IRowPredicate
    {
        public static int Rows512 => 8;

        public bool Test(int row) => values[row] < limit;

        public uint Mask512(int row) => (uint)Vector512.LessThan(values.Load512(row), Vector512.Create(limit)).ExtractMostSignificantBits();

        public uint Mask256(int row) => Vector256.LessThan(values.Load256(row), Vector256.Create(limit)).ExtractMostSignificantBits();

        public uint Mask128(int row) => Vector128.LessThan(values.Load128(row), Vector128.Create(limit)).ExtractMostSignificantBits();
    }

    private readonly struct IsBelow32(Column<int> values, int limit) : IRowPredicate
    {
        public static int Rows512 => 16;

        public bool Test(int row) => values[row] < limit;

        public uint Mask512(int row) => (uint)Vector512.LessThan(values.Load512(row), Vector512.Create(limit)).ExtractMostSignificantBits();

        public uint Mask256(int row) => Vector256.LessThan(values.Load256(row), Vector256.Create(limit)).ExtractMostSignificantBits();

        public uint Mask128(int row) => Vector128.LessThan(values.Load128(row), Vector128.Create(limit)).ExtractMostSignificantBits();
    }
}
