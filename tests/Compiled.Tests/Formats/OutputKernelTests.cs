using System.Globalization;
using System.Text;
using Compiled.Formats;

namespace Compiled.Tests.Formats;

/// <summary>What writers are made of, against the framework's own formatting.</summary>
public class OutputKernelTests
{
    private static readonly byte[] s_destination = new byte[NumberWriter.MaxLength];

    [Fact]
    public void Whole_numbers_are_those_of_the_framework()
    {
        var random = new Random(5);
        foreach (ulong value in Numbers(random))
        {
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Text(NumberWriter.Write(value, s_destination)));
            long signed = unchecked((long)value);
            Assert.Equal(signed.ToString(CultureInfo.InvariantCulture), Text(NumberWriter.Write(signed, s_destination)));
            Assert.Equal((-signed).ToString(CultureInfo.InvariantCulture), Text(NumberWriter.Write(-signed, s_destination)));
        }
    }

    [Fact]
    public void Doubles_are_the_shortest_that_read_back()
    {
        var random = new Random(6);
        double[] special = [0, -0.0, 0.1, 0.25, 0.5, 0.0001, 0.00001, 0.00005, 0.99995, 1e11, 99_999_999_999.9999, 1e15, 123_456_789_012.3456, 1e-300, double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        foreach (double value in special.Concat(Doubles(random)))
        {
            foreach (double each in (double[])[value, -value, Math.BitIncrement(value), Math.BitDecrement(value)])
            {
                Assert.Equal(each.ToString("R", CultureInfo.InvariantCulture), Text(NumberWriter.Write(each, s_destination)));
            }
        }
    }

    [Fact]
    public void Instants_are_those_of_the_framework()
    {
        var random = new Random(7);
        foreach (long ticks in Ticks(random))
        {
            string fraction = ticks % TimeSpan.TicksPerSecond == 0 ? "" : ticks % TimeSpan.TicksPerMillisecond == 0 ? ".fff" : ticks % TimeSpan.TicksPerMicrosecond == 0 ? ".ffffff" : ".fffffff";
            Assert.Equal(new DateTime(ticks).ToString("yyyy-MM-ddTHH:mm:ss" + fraction, CultureInfo.InvariantCulture) + "Z", Text(DateWriter.WriteIso8601(ticks, s_destination)));
        }
    }

    [Fact]
    public void Texts_are_copied_whole_and_special_bytes_found_wherever_they_stand()
    {
        for (int length = 0; length <= 70; length++)
        {
            byte[] plain = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 2 == 0 ? 'a' + (i % 26) : 0x80 + i))];
            Check(plain, isJsonPlain: true, isCsvPlain: true);
            for (int at = 0; at < length; at++)
            {
                for (int value = 0; value < 256; value++)
                {
                    byte[] text = [.. plain];
                    text[at] = (byte)value;
                    Check(text, isJsonPlain: value >= 0x20 && value is not '"' and not '\\', isCsvPlain: value is not '"' and not '\n' and not '\r' and not ';');
                }
            }
        }
    }

    private static void Check(byte[] text, bool isJsonPlain, bool isCsvPlain)
    {
        byte[] destination = new byte[text.Length + 1];
        destination[^1] = 0xEE;
        Assert.Equal(isJsonPlain, PlainCopy.Copy(text, ref destination[0], default(JsonSpecialBytes)));
        Assert.Equal(text, destination[..^1]);
        Array.Clear(destination, 0, text.Length);
        Assert.Equal(isCsvPlain, PlainCopy.Copy(text, ref destination[0], new CsvSpecialBytes((byte)';')));
        Assert.Equal(text, destination[..^1]);
        Assert.Equal(0xEE, destination[^1]);
    }

    private static string Text(int length) => Encoding.ASCII.GetString(s_destination, 0, length);

    private static IEnumerable<ulong> Numbers(Random random)
    {
        ulong power = 1;
        for (int digits = 0; digits < 20; digits++, power *= 10)
        {
            yield return power - 1;
            yield return power;
            yield return power + 1;
        }

        for (int bits = 0; bits < 64; bits++)
        {
            yield return 1ul << bits;
            yield return (1ul << bits) - 1;
            for (int i = 0; i < 200; i++)
            {
                yield return (ulong)random.NextInt64() >> bits;
            }
        }

        yield return ulong.MaxValue;
        yield return 1ul << 63;
    }

    private static IEnumerable<double> Doubles(Random random)
    {
        for (int i = 0; i < 20_000; i++)
        {
            yield return random.NextInt64(1L << random.Next(1, 62)) / Math.Pow(10, random.Next(0, 7));
            yield return BitConverter.Int64BitsToDouble(random.NextInt64());
        }
    }

    private static IEnumerable<long> Ticks(Random random)
    {
        yield return 0;
        yield return DateTime.MaxValue.Ticks;
        for (int i = 0; i < 20_000; i++)
        {
            long ticks = random.NextInt64(DateTime.MaxValue.Ticks);
            long unit = (i % 4) switch { 0 => 1, 1 => TimeSpan.TicksPerMicrosecond, 2 => TimeSpan.TicksPerMillisecond, _ => TimeSpan.TicksPerSecond };
            yield return ticks / unit * unit;
        }
    }
}
