using System.Globalization;
using System.Text;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Columns of numbers by vector: every value as the framework parses it, every malformed row found, at every width.</summary>
public sealed class CsvNumberTests
{
    private const int Rows = 30_000;

    public static TheoryData<string> Shapes => new("cents", "integers", "mixed", "negative", "rare", "long", "wild");

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Numbers_are_those_of_the_framework_at_every_width(string shape)
    {
        var random = new Random(shape.Length);
        string[] fields = [.. Enumerable.Range(0, Rows).Select(_ => Field(shape, random))];
        byte[] data = Encoding.UTF8.GetBytes(string.Concat(fields.Select((f, i) => $"{f},{f},x,{f},{i}\n")));
        CultureInfo culture = CultureInfo.InvariantCulture;
        const NumberStyles real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        foreach (int bits in (int[])[512, 256, 128, 0])
        {
            using IDisposable _ = VectorWidth.Force(bits);
            List<string> doubles = Decode<double, DoubleField>(data, 0, v => BitConverter.DoubleToInt64Bits(v).ToString("x", culture));
            Assert.Equal(fields.Where(f => double.TryParse(f, real, culture, out double _)).Select(f => BitConverter.DoubleToInt64Bits(double.Parse(f, real, culture)).ToString("x", culture)), doubles);
            List<string> longs = Decode<long, Int64Field>(data, 1, v => v.ToString(culture));
            Assert.Equal(fields.Where(f => long.TryParse(f, NumberStyles.AllowLeadingSign, culture, out long _)).Select(f => long.Parse(f, NumberStyles.AllowLeadingSign, culture).ToString(culture)), longs);
            List<string> ints = Decode<int, Int32Field>(data, 3, v => v.ToString(culture));
            Assert.Equal(fields.Where(f => int.TryParse(f, NumberStyles.AllowLeadingSign, culture, out int _)).Select(f => int.Parse(f, NumberStyles.AllowLeadingSign, culture).ToString(culture)), ints);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Numbers_in_quotes_are_those_without(string shape)
    {
        var random = new Random(shape.Length);
        string[] fields = [.. Enumerable.Range(0, Rows).Select(_ => Field(shape, random))];
        foreach (int plainOneIn in (int[])[int.MaxValue, 1000, 3])
        {
            bool[] inQuotes = [.. fields.Select(_ => random.Next(plainOneIn) != 1)];
            byte[] plain = Encoding.UTF8.GetBytes(string.Concat(fields.Select((f, i) => $"{f},{f},x,{f},{i}\r\n")));
            byte[] quoted = Encoding.UTF8.GetBytes(string.Concat(fields.Select((f, i) => inQuotes[i] ? $"\"{f}\",\"{f}\",\"x\",\"{f}\",\"{i}\"\r\n" : $"{f},{f},\"x\",{f},{i}\r\n")));
            CultureInfo culture = CultureInfo.InvariantCulture;
            foreach (int bits in (int[])[512, 0])
            {
                using IDisposable _ = VectorWidth.Force(bits);
                Assert.Equal(Decode<double, DoubleField>(plain, 0, v => v.ToString("R", culture)), Decode<double, DoubleField>(quoted, 0, v => v.ToString("R", culture)));
                Assert.Equal(Decode<long, Int64Field>(plain, 1, v => v.ToString(culture)), Decode<long, Int64Field>(quoted, 1, v => v.ToString(culture)));
                Assert.Equal(Decode<int, Int32Field>(plain, 4, v => v.ToString(culture)), Decode<int, Int32Field>(quoted, 4, v => v.ToString(culture)));
            }
        }
    }

    [Fact]
    public void Milliseconds_are_dates_at_every_width()
    {
        var random = new Random(77);
        long last = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        long first = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        long[] values = [last, last + 1, first, first - 1, 0, -1, long.MaxValue, 9_999_999_999_999_999, .. Enumerable.Range(0, Rows).Select(i => i % 100 == 0 ? random.NextInt64(-(1L << 50), 1L << 50) : 1549339200000 + random.Next())];
        byte[] data = Encoding.UTF8.GetBytes(string.Concat(values.Select(v => $"a,{v},b\n")));
        List<string> expected = [.. values.Where(v => v >= first && v <= last).Select(v => ((v * TimeSpan.TicksPerMillisecond) + DateTime.UnixEpoch.Ticks).ToString(CultureInfo.InvariantCulture))];
        foreach (int bits in (int[])[512, 256, 128, 0])
        {
            using IDisposable _ = VectorWidth.Force(bits);
            Assert.Equal(expected, Decode<long, EpochMillisecondsField>(data, 1, v => v.ToString(CultureInfo.InvariantCulture), members: 3));
        }
    }

    [Theory]
    [InlineData("\n", 0)]
    [InlineData("\r\n", 0)]
    [InlineData("\r\n", 1)]
    [InlineData("mixed", 1)]
    [InlineData("\n", 5)]
    [InlineData("\r\n", 5)]
    public void Nulls_quotes_and_carriage_returns_beside_numbers(string end, int quotedOfFive)
    {
        var random = new Random(12);
        string?[] fields = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(6) == 0 ? null : Field(random.Next(40) == 0 ? "integers" : "cents", random))];
        string Write(string? field) => random.Next(5) < quotedOfFive ? $"\"{field}\"" : field ?? "";
        byte[] data = Encoding.UTF8.GetBytes(string.Concat(fields.Select(f => $"{Write(f)},x,{Write(f)}{(end == "mixed" ? random.Next(2) == 0 ? "\n" : "\r\n" : end)}")));
        List<string> expected = [.. fields.Select(f => f is null ? "null" : double.Parse(f, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture))];
        foreach (int bits in (int[])[512, 0])
        {
            using IDisposable _ = VectorWidth.Force(bits);
            Assert.Equal(expected, DecodeNullable(data, 0));
            Assert.Equal(expected, DecodeNullable(data, 2));
        }
    }

    private static List<string> DecodeNullable(byte[] data, int index)
    {
        const int batch = 1000;
        using var arena = new ColumnArena();
        Column<double> values = arena.Allocate<double>(batch);
        Column<bool> present = arena.Allocate<bool>(batch);
        var bad = new CollectedRows();
        var csv = new CsvCursor([new CsvColumn("x", index, true)], members: 3, ',', header: false, batch, bad);
        var rows = new List<string>();
        int DecodeBatch(in Frame frame, ref int position)
        {
            csv.BeginBatch(in frame);
            while (csv.NextBlock(ref position))
            {
                csv.Read(0, values, present, default(DoubleField));
            }

            return csv.Count;
        }

        FrameFeeder.Feed(data, [100_000], csv.BeginSegment, DecodeBatch, count =>
        {
            for (int r = 0; r < count; r++)
            {
                Assert.True(present[r] || values[r] == 0);
                rows.Add(present[r] ? values[r].ToString("R", CultureInfo.InvariantCulture) : "null");
            }
        });
        Assert.Empty(bad.Rows);
        return rows;
    }

    private static List<string> Decode<T, TParser>(byte[] data, int index, Func<T, string> show, int members = 5)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        const int batch = 1000;
        using var arena = new ColumnArena();
        Column<T> values = arena.Allocate<T>(batch);
        var csv = new CsvCursor([new CsvColumn("x", index, true)], members, ',', header: false, batch, new CollectedRows());
        var rows = new List<string>();
        int DecodeBatch(in Frame frame, ref int position)
        {
            csv.BeginBatch(in frame);
            while (csv.NextBlock(ref position))
            {
                csv.Read(0, values, default(TParser));
                if (csv.HasMalformed)
                {
                    csv.ReportMalformed();
                    csv.Drop(values);
                }
            }

            return csv.Count;
        }

        FrameFeeder.Feed(data, [100_000], csv.BeginSegment, DecodeBatch, count =>
        {
            for (int r = 0; r < count; r++)
            {
                rows.Add(show(values[r]));
            }
        });
        return rows;
    }

    private static string Field(string shape, Random random) => shape switch
    {
        "cents" => (random.Next(100_000_000) / 100m).ToString("F2", CultureInfo.InvariantCulture),
        "integers" => (random.NextInt64() >> random.Next(64)).ToString(CultureInfo.InvariantCulture),
        "mixed" => Math.Round((decimal)random.NextDouble() * 10_000, random.Next(9)).ToString(CultureInfo.InvariantCulture),
        "negative" => (random.Next(-100_000, 100_000) / 1000m).ToString("F3", CultureInfo.InvariantCulture),
        "rare" => random.Next(50) == 0 ? Wild(random) : (random.Next(10_000) / 10m).ToString("F1", CultureInfo.InvariantCulture),
        "long" => random.NextDouble().ToString("F15", CultureInfo.InvariantCulture)[..random.Next(13, 18)],
        _ => Wild(random),
    };

    private static string Wild(Random random)
    {
        var text = new StringBuilder();
        for (int n = random.Next(1, 20); n > 0; n--)
        {
            text.Append("0123456789012345678901234567890123456789..-+eE: "[random.Next(48)]);
        }

        return text.ToString();
    }
}
