using System.Globalization;
using System.Text;
using System.Text.Json;
using Compiled.Formats;
using CsvHelper;
using CsvHelper.Configuration;
using CsvWriter = Compiled.Formats.CsvWriter;
using TextOutput = Compiled.Formats.PlainTextWriter;

namespace Compiled.Tests.Formats;

public sealed class WriterTests
{
    private static readonly string[] Pieces = ["a", "\"", "\\", "\n", "\r", "\t", "\0", "\u001f", "\u007f", "é", "漢", "😀", "</script>", ",", ";", " ", "'", "plain text of some length", "{}[]:"];

    [Fact]
    public void Json_texts_are_read_back_by_System_Text_Json_and_escape_no_more_than_they_must()
    {
        var random = new Random(1);
        var output = new Utf8Buffer(16);
        for (int i = 0; i < 50_000; i++)
        {
            string text = Text(random);
            output.Clear();
            JsonWriter.Write(output, new Utf8String(text));
            string json = Encoding.UTF8.GetString(output.Written);
            Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
            Assert.Equal(text.Count(c => c is '"' or '\\'), json.Count(c => c == '\\') - text.Count(c => c < ' ') - text.Count(c => c == '\\'));

            output.Clear();
            JsonWriter.Write(output, text);
            Assert.Equal(json, Encoding.UTF8.GetString(output.Written));
        }
    }

    [Fact]
    public void Csv_fields_are_read_back_by_CsvHelper()
    {
        var random = new Random(2);
        foreach (char delimiter in ",;\t|")
        {
            var output = new Utf8Buffer(16);
            var expected = new List<string[]>();
            for (int i = 0; i < 10_000; i++)
            {
                string[] fields = ["x", Text(random), Text(random)];
                expected.Add(fields);
                for (int f = 0; f < fields.Length; f++)
                {
                    if (f > 0)
                    {
                        output.Append((byte)delimiter);
                    }

                    if (i % 2 == 0)
                    {
                        CsvWriter.Write(output, fields[f], (byte)delimiter);
                    }
                    else
                    {
                        WriteCsv(output, new Utf8String(fields[f]), (byte)delimiter);
                    }
                }

                output.Append((byte)'\n');
            }

            using var reader = new StreamReader(new MemoryStream(output.Written.ToArray()), Encoding.UTF8);
            using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter.ToString(), IgnoreBlankLines = false });
            foreach (string[] fields in expected)
            {
                Assert.True(parser.Read());
                Assert.Equal(fields, parser.Record!);
            }

            Assert.False(parser.Read());
        }
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "a;b")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("\"", "\"\"\"\"")]
    public void Csv_quotes_only_what_it_must(string text, string expected)
    {
        var output = new Utf8Buffer();
        CsvWriter.Write(output, text, (byte)',');
        Assert.Equal(expected, Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void Csv_values_with_the_delimiter_in_them_are_quoted()
    {
        var output = new Utf8Buffer();
        NumberTexts reals = output.Numbers(0);
        reals.SetReal(0, 1.5);
        reals.FormatReals(1);
        NumberTexts integers = output.Numbers(1);
        integers.SetInteger(0, -7);
        integers.SetInteger(1, 2);
        integers.FormatIntegers(2);
        InstantTexts instants = output.Instants(0);
        instants.Set(0, new DateTime(2020, 1, 2));
        instants.Format(1);
        ref byte at = ref output.Begin(200);
        at = ref CsvWriter.WriteReal(ref at, reals, 0, (byte)'.');
        at = ref CsvWriter.WriteInteger(ref at, integers, 0, (byte)'-');
        at = ref CsvWriter.Write(ref at, new DateOnly(2020, 1, 2), (byte)'-');
        at = ref CsvWriter.WriteInstant(ref at, instants, 0, (byte)':');
        at = ref CsvWriter.Write(ref at, true, (byte)'t');
        at = ref CsvWriter.WriteInteger(ref at, integers, 1, (byte)',');
        output.End(ref at);
        CsvWriter.WriteHeader(output, ["a", "b,c"], (byte)',');
        CsvWriter.WriteHeader(output, [""], (byte)',');
        Assert.Equal("\"1.5\"\"-7\"\"2020-01-02\"\"2020-01-02T00:00:00Z\"\"true\"2a,\"b,c\"\n\"\"\n", Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void Doubles_are_the_shortest_that_read_back_the_same()
    {
        var random = new Random(4);
        byte[] buffer = new byte[NumberWriter.MaxLength];
        for (int i = 0; i < 200_000; i++)
        {
            double value = (i % 5) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(13)), random.Next(6)),
                2 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)),
                3 => random.NextInt64(-1L << 54, 1L << 54) >> random.Next(54),
                _ => random.Next(-100_000, 100_000) / 100.0,
            };
            string expected = value.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(expected, Encoding.ASCII.GetString(buffer, 0, NumberWriter.Write(value, buffer)));
        }
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1E-05")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(1e300, "1E+300")]
    [InlineData(123456789012.3456, "123456789012.3456")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    public void Some_doubles(double value, string expected)
    {
        byte[] buffer = new byte[NumberWriter.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(buffer, 0, NumberWriter.Write(value, buffer)));
    }

    [Fact]
    public void The_largest_values_fit()
    {
        byte[] buffer = new byte[NumberWriter.MaxLength];
        Assert.Equal("-9223372036854775808", Encoding.ASCII.GetString(buffer, 0, NumberWriter.Write(long.MinValue, buffer)));
        Assert.Equal("18446744073709551615", Encoding.ASCII.GetString(buffer, 0, NumberWriter.Write(ulong.MaxValue, buffer)));
        Assert.Equal("-79228162514264337593543950335", Encoding.ASCII.GetString(buffer, 0, NumberWriter.Write(decimal.MinValue, buffer)));
        Assert.Equal("-3.4028235E+38", Encoding.ASCII.GetString(buffer, 0, NumberWriter.Write(float.MinValue, buffer)));
        Assert.Equal("-0.0000000000000000000000000001", Encoding.ASCII.GetString(buffer, 0, NumberWriter.Write(-0.0000000000000000000000000001m, buffer)));
    }

    [Fact]
    public void Numbers_that_json_lacks_are_null()
    {
        var output = new Utf8Buffer();
        JsonWriter.Write(output, double.NaN);
        JsonWriter.Write(output, float.NegativeInfinity);
        Assert.Equal("nullnull", Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void Local_times_are_written_in_utc()
    {
        var output = new Utf8Buffer();
        var utc = new DateTime(2020, 7, 25, 14, 55, 0, DateTimeKind.Utc);
        InstantTexts instants = output.Instants(0);
        DateTime[] values = [utc, utc.ToLocalTime(), DateTime.SpecifyKind(utc, DateTimeKind.Unspecified)];
        for (int row = 0; row < values.Length; row++)
        {
            instants.Set(row, values[row]);
        }

        instants.Format(values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            output.End(ref TextOutput.WriteInstant(ref output.Begin(DateWriter.MaxLength), instants, row));
        }

        Assert.Equal(string.Concat(Enumerable.Repeat("2020-07-25T14:55:00Z", 3)), Encoding.UTF8.GetString(output.Written));
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        var output = new Utf8Buffer(1 << 20);
        var text = new Utf8String("some \"text\", quoted");
        Assert.Equal(0, SteadyState.AllocatedBytes(1000, () =>
        {
            output.Clear();
            int i = 0;
            for (; i < 1000; i++)
            {
                JsonWriter.Write(output, text);
                WriteCsv(output, text, (byte)',');
                JsonWriter.Write(output, i / 4.0);
                JsonWriter.Write(output, Math.Sqrt(i));
                output.Instants(0).Set(0, new DateTimeOffset(2020, 1, 1, 0, 0, i % 60, default));
                output.Instants(0).Format(1);
                output.End(ref CsvWriter.WriteInstant(ref output.Begin(DateWriter.MaxLength + 2), output.Instants(0), 0, (byte)','));
                output.Numbers(1).SetReal(0, i / 3.0);
                output.Numbers(1).FormatReals(1);
                output.End(ref JsonWriter.WriteReal(ref output.Begin(NumberWriter.MaxLength), output.Numbers(1), 0));
                output.End(ref TextOutput.Write(ref output.Begin(NumberWriter.MaxLength), 1.5m));
                TextOutput.Write(output, "string");
            }

            return i;
        }));
    }

    private static void WriteCsv(Utf8Buffer output, Utf8String text, byte delimiter) => output.End(ref CsvWriter.Write(ref output.Begin(CsvWriter.RoomOf(text)), text, delimiter));

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (int n = random.Next(8); n > 0; n--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }
}
