using System.Globalization;
using System.Text;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Columns made to text a block at a time, against the framework's own formatting; without AVX-512 all values take the other way.</summary>
public sealed class ColumnTextsTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Whole_numbers_are_those_of_the_framework(int bits)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        var random = new Random(31);
        long[] values = [.. OutputKernelTests.Numbers(random).SelectMany(value => (long[])[(long)value, -(long)value]), long.MinValue];
        foreach ((Utf8Buffer output, long[] block) in Blocks(values, random))
        {
            NumberTexts numbers = output.Numbers(1);
            for (int row = 0; row < block.Length; row++)
            {
                numbers.SetInteger(row, block[row]);
            }

            numbers.FormatIntegers(block.Length);
            for (int row = 0; row < block.Length; row++)
            {
                string expected = block[row].ToString(CultureInfo.InvariantCulture);
                ref byte at = ref output.Begin(3 * NumberWriter.MaxLength + 2);
                at = ref JsonWriter.WriteInteger(ref at, numbers, row);
                at = ref CsvWriter.WriteInteger(ref at, numbers, row, (byte)',');
                at = ref PlainTextWriter.WriteInteger(ref at, numbers, row);
                output.End(ref at);
                Assert.Equal(expected + expected + expected, Taken(output));
            }
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Reals_are_the_shortest_that_read_back(int bits)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        var random = new Random(32);
        double[] special =
        [
            0, 0.1, 0.25, 0.5, 0.0001, 0.0009, 0.00001, 0.00005, 0.99995, 1, 10, 9999.9999, 10_000, 99_999_999.9999, 9_999_999_999.9999, 1e10, 10_000_000_000.0001, 1e11, 99_999_999_999.9999, 1e15,
            123_456_789_012.3456, 1e-300, double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity,
        ];
        double[] amounts = [.. Enumerable.Range(0, 20_000).Select(_ => random.Next(-10_000_000, 10_000_000) / Math.Pow(10, random.Next(5)))];
        double[] values = [.. special.Concat(OutputKernelTests.Doubles(random)).Concat(amounts).SelectMany(value => (double[])[value, -value, Math.BitIncrement(value), Math.BitDecrement(value)])];
        foreach ((Utf8Buffer output, double[] block) in Blocks(values, random))
        {
            NumberTexts numbers = output.Numbers(0);
            for (int row = 0; row < block.Length; row++)
            {
                numbers.SetReal(row, block[row]);
            }

            numbers.FormatReals(block.Length);
            for (int row = 0; row < block.Length; row++)
            {
                string expected = block[row].ToString("R", CultureInfo.InvariantCulture);
                ref byte at = ref output.Begin(3 * NumberWriter.MaxLength + 2);
                at = ref JsonWriter.WriteReal(ref at, numbers, row);
                at = ref CsvWriter.WriteReal(ref at, numbers, row, (byte)',');
                at = ref PlainTextWriter.WriteReal(ref at, numbers, row);
                output.End(ref at);
                Assert.Equal((double.IsFinite(block[row]) ? expected : "null") + expected + expected, Taken(output));
            }
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Instants_are_those_of_the_framework_whatever_minute_is_kept(int bits)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        var random = new Random(33);
        long[] values = [.. OutputKernelTests.Ticks(random).SelectMany(ticks => Around(ticks, random))];
        byte[] expected = new byte[DateWriter.MaxLength];
        foreach ((Utf8Buffer output, long[] block) in Blocks(values, random))
        {
            InstantTexts instants = output.Instants(0);
            for (int row = 0; row < block.Length; row++)
            {
                if (random.Next(20) == 0)
                {
                    // What stands for null is not written.
                    block[row] = -1;
                    if (random.Next(2) == 0)
                    {
                        instants.Set(row, (DateTime?)null);
                    }
                    else
                    {
                        instants.Set(row, (DateTimeOffset?)null);
                    }
                }
                else if (random.Next(2) == 0)
                {
                    instants.Set(row, new DateTimeOffset(block[row], TimeSpan.Zero));
                }
                else
                {
                    instants.Set(row, (DateTime?)new DateTime(block[row], DateTimeKind.Utc));
                }
            }

            instants.Format(block.Length);
            for (int row = 0; row < block.Length; row++)
            {
                if (block[row] < 0)
                {
                    continue;
                }

                string text = Encoding.ASCII.GetString(expected, 0, DateWriter.WriteIso8601(block[row], expected));
                ref byte at = ref output.Begin(3 * DateWriter.MaxLength + 4);
                at = ref JsonWriter.WriteInstant(ref at, instants, row);
                at = ref CsvWriter.WriteInstant(ref at, instants, row, (byte)',');
                at = ref PlainTextWriter.WriteInstant(ref at, instants, row);
                output.End(ref at);
                Assert.Equal($"\"{text}\"{text}{text}", Taken(output));
            }
        }
    }

    [Fact]
    public void Columns_of_a_buffer_do_not_disturb_each_other()
    {
        using IDisposable _ = VectorWidth.Force(512);
        var output = new Utf8Buffer(0);
        NumberTexts first = output.Numbers(0);
        NumberTexts third = output.Numbers(2);
        Assert.Same(first, output.Numbers(0));
        Assert.NotSame(first, output.Numbers(1));
        for (int row = 0; row < NumberTexts.Rows; row++)
        {
            first.SetInteger(row, row * 1_234_567_890_123L);
            third.SetReal(row, -row / 4.0);
        }

        first.FormatIntegers(NumberTexts.Rows);
        third.FormatReals(NumberTexts.Rows);
        for (int row = 0; row < NumberTexts.Rows; row++)
        {
            ref byte at = ref output.Begin(2 * NumberWriter.MaxLength);
            at = ref PlainTextWriter.WriteInteger(ref at, first, row);
            at = ref PlainTextWriter.WriteReal(ref at, third, row);
            output.End(ref at);
            Assert.Equal((row * 1_234_567_890_123L).ToString(CultureInfo.InvariantCulture) + (-row / 4.0).ToString("R", CultureInfo.InvariantCulture), Taken(output));
        }
    }

    [Fact]
    public void Texts_are_the_same_before_and_after_vectors_begin()
    {
        var output = new Utf8Buffer(0);
        NumberTexts integers = output.Numbers(0);
        NumberTexts reals = output.Numbers(1);
        InstantTexts instants = output.Instants(0);
        var noon = new DateTimeOffset(2026, 2, 3, 12, 0, 0, TimeSpan.Zero);
        for (int block = 0; block < 100; block++)
        {
            for (int row = 0; row < NumberTexts.Rows; row++)
            {
                integers.SetInteger(row, (block - 50L) * row);
                reals.SetReal(row, (block - 50) * row / 8.0);
                instants.Set(row, noon.AddMilliseconds(block * 777 * row));
            }

            integers.FormatIntegers(NumberTexts.Rows);
            reals.FormatReals(NumberTexts.Rows);
            instants.Format(NumberTexts.Rows);
            for (int row = 0; row < NumberTexts.Rows; row++)
            {
                ref byte at = ref output.Begin((2 * NumberWriter.MaxLength) + DateWriter.MaxLength + 2);
                at = ref PlainTextWriter.WriteInteger(ref at, integers, row);
                at = ref PlainTextWriter.Append(ref at, (byte)' ');
                at = ref PlainTextWriter.WriteReal(ref at, reals, row);
                at = ref PlainTextWriter.Append(ref at, (byte)' ');
                at = ref PlainTextWriter.WriteInstant(ref at, instants, row);
                output.End(ref at);
                byte[] instant = new byte[DateWriter.MaxLength];
                string text = Encoding.ASCII.GetString(instant, 0, DateWriter.WriteIso8601(noon.AddMilliseconds(block * 777 * row).UtcTicks, instant));
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{(block - 50L) * row} {((block - 50) * row / 8.0).ToString("R", CultureInfo.InvariantCulture)} {text}"), Taken(output));
            }
        }
    }

    private static IEnumerable<long> Around(long ticks, Random random)
    {
        long minute = ticks - (ticks % TimeSpan.TicksPerMinute);
        yield return ticks;
        yield return minute;
        yield return minute + TimeSpan.TicksPerMinute - 1;
        yield return Math.Max(0, minute - 1);
        for (int i = random.Next(20); i > 0; i--)
        {
            long unit = random.Next(4) switch { 0 => 1, 1 => TimeSpan.TicksPerMicrosecond, 2 => TimeSpan.TicksPerMillisecond, _ => TimeSpan.TicksPerSecond };
            yield return minute + (random.NextInt64(TimeSpan.TicksPerMinute) / unit * unit);
        }
    }

    // Blocks of any size, all over the same buffer, so that each finds what another left.
    private static IEnumerable<(Utf8Buffer Output, T[] Block)> Blocks<T>(T[] values, Random random)
    {
        var output = new Utf8Buffer(0);
        for (int start = 0, count; start < values.Length; start += count)
        {
            count = Math.Min(random.Next(1, NumberTexts.Rows + 1), values.Length - start);
            yield return (output, values[start..(start + count)]);
        }
    }

    private static string Taken(Utf8Buffer output)
    {
        string text = Encoding.ASCII.GetString(output.Written);
        output.Clear();
        return text;
    }
}
