using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Compiled.Formats;
using Compiled.Memory;

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
    public void Values_written_where_room_was_made_are_those_appended()
    {
        var random = new Random(9);
        for (int capacity = 0; capacity < 200; capacity++)
        {
            var placed = new Utf8Buffer(capacity);
            var appended = new Utf8Buffer(0);
            for (int i = 0; i < 40; i++)
            {
                var text = new Utf8String(new string((char)random.Next(1, 128), random.Next(40)) + (random.Next(3) == 0 ? "\"" : "x"));
                double number = random.Next(-100_000, 100_000) / Math.Pow(10, random.Next(6));
                long whole = random.NextInt64() >> random.Next(64);
                bool flag = random.Next(2) == 0;
                ref byte at = ref placed.Begin(JsonWriter.RoomOf(text) + CsvWriter.RoomOf(text) + (2 * NumberWriter.MaxLength) + 8);
                at = ref JsonWriter.Write(ref at, text);
                at = ref JsonWriter.Write(ref at, number);
                at = ref CsvWriter.Write(ref at, text, (byte)'1');
                at = ref JsonWriter.Write(ref at, whole);
                at = ref JsonWriter.Write(ref at, flag);
                placed.End(ref at);
                JsonWriter.Write(appended, text.ToString());
                appended.Append(Encoding.ASCII.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)));
                CsvWriter.Write(appended, text.ToString(), (byte)'1');
                appended.Append(Encoding.ASCII.GetBytes(whole.ToString(CultureInfo.InvariantCulture)));
                appended.Append(flag ? "true"u8 : "false"u8);
            }

            Assert.Equal(Encoding.UTF8.GetString(appended.Written), Encoding.UTF8.GetString(placed.Written));
        }
    }

    [Fact]
    public void Room_that_no_array_has_is_refused()
    {
        var output = new Utf8Buffer(16);
        output.Append("written"u8);
        Assert.Throws<InsufficientMemoryException>(() => output.Begin(int.MaxValue));
        Assert.Throws<InsufficientMemoryException>(() => output.Begin(Array.MaxLength - Utf8Buffer.Slack - 6));
        Assert.Throws<InsufficientMemoryException>(() => output.Reserve(Array.MaxLength - 6).Length);
        Assert.Equal("written", Encoding.ASCII.GetString(output.Written));
    }

    [Fact]
    public void A_long_text_takes_no_more_room_than_its_escapes_need()
    {
        var text = new Utf8String(new string('x', 100_000) + "\n\"" + new string('y', 5000));
        Assert.Equal(text.Length + 2 + 10, JsonWriter.RoomOf(text));
        var output = new Utf8Buffer(16);
        JsonWriter.Write(output, text);
        Assert.Equal(text.Length + 2 + 2, output.Length);
        Assert.Equal(0, JsonWriter.RoomOf((Utf8String?)null) - 2);
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

    [Fact]
    public void A_letter_may_be_the_delimiter()
    {
        for (int length = 0; length <= 40; length++)
        {
            byte[] text = [.. Enumerable.Repeat((byte)'b', length)];
            byte[] ahead = new byte[length + Utf8Buffer.Slack];
            Assert.True(PlainCopy.CopyAhead(text, ref ahead[0], new CsvSpecialBytes((byte)'a')));
            Assert.True(PlainCopy.Copy(text, ref ahead[0], new CsvSpecialBytes((byte)'a')));
            Assert.Equal(length == 0, PlainCopy.CopyAhead(text, ref ahead[0], new CsvSpecialBytes((byte)'b')));
            Assert.Equal(length == 0, PlainCopy.Copy(text, ref ahead[0], new CsvSpecialBytes((byte)'b')));
        }
    }

    private static void Check(byte[] text, bool isJsonPlain, bool isCsvPlain)
    {
        byte[] ahead = new byte[text.Length + Utf8Buffer.Slack];
        Assert.Equal(isJsonPlain, PlainCopy.CopyAhead(text, ref ahead[0], default(JsonSpecialBytes)));
        Assert.Equal(text, ahead[..text.Length]);
        Array.Clear(ahead);
        Assert.Equal(isCsvPlain, PlainCopy.CopyAhead(text, ref ahead[0], new CsvSpecialBytes((byte)';')));
        Assert.Equal(text, ahead[..text.Length]);
        Array.Clear(ahead);
        Assert.Equal(text.Length, Unsafe.ByteOffset(ref ahead[0], ref PlainCopy.CopyAhead(text, ref ahead[0])));
        Assert.Equal(text, ahead[..text.Length]);
        bool isShort = Avx512BW.VL.IsSupported && text.Length <= 32;
        Utf8Slice owned = new Utf8String(text.AsSpan()).AsSlice();
        Array.Clear(ahead);
        Assert.Equal(isShort && isCsvPlain, PlainCopy.TryCopyShort(owned, ref ahead[0], new CsvSpecialBytes((byte)';')));
        Assert.Equal(isShort && isJsonPlain, PlainCopy.TryCopyShort(owned, ref ahead[0], default(JsonSpecialBytes)));
        Assert.Equal(isShort ? text : new byte[text.Length], ahead[..text.Length]);
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

    internal static IEnumerable<ulong> Numbers(Random random)
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

    internal static IEnumerable<double> Doubles(Random random)
    {
        for (int i = 0; i < 20_000; i++)
        {
            yield return random.NextInt64(1L << random.Next(1, 62)) / Math.Pow(10, random.Next(0, 7));
            yield return BitConverter.Int64BitsToDouble(random.NextInt64());
        }
    }

    internal static IEnumerable<long> Ticks(Random random)
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
