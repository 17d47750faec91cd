using System.Globalization;
using System.Text;
using System.Text.Json;
using Compiled.Formats;

namespace Compiled.Tests.Formats;

public sealed unsafe class NumberParserTests
{
    private const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    public static TheoryData<string> Oddities => new(
        "", "-", "+", ".", "-.", "+.", "..", "1.", ".5", "-.5", "+5", "+-5", "-+5", "--5", "0", "-0", "00", "007", "-007", "1e5", "1E5", "1e+5", "1e-5", "1e", "e5", "1e400", "-1e400",
        "1e-400", "0e99999", "0e999999999", "1_0", "1 ", " 1", "\01", "1:", "1/", "/", ":", "12345678", "123456789", "1234567890123456", "12345678901234567", "1234567:", "/2345678",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "99999999999999999999",
        "000000000000000000000000000000000001", "0.1", "0.30000000000000004", "123456789.123456789", "9007199254740993", "9007199254740992.5", "1.7976931348623157e308", "4.9e-324",
        "2.2250738585072011e-308", "NaN", "Infinity", "-Infinity", "nan", "1.5.5", "12345678.1.2", "1.2345678.1", "1234567.", ".1234567", "........", "12345678.", ".123456789", "0x10", "1,000",
        "127", "128", "-128", "-129", "255", "256", "32767", "32768", "65535", "65536", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967295", "4294967296",
        "79228162514264337593543950335", "79228162514264337593543950336", "1.10", "0.000000000000000000000000000001", "\u0661", "1\u00a0");

    [Theory]
    [MemberData(nameof(Oddities))]
    public void Oddities_are_taken_as_the_framework_takes_them(string text) => Compare(text);

    [Fact]
    public void Generated_texts_are_taken_as_the_framework_takes_them()
    {
        var random = new Random(20260101);
        var text = new StringBuilder();
        for (int i = 0; i < 150_000; i++)
        {
            text.Clear();
            switch (random.Next(6))
            {
                case 0:
                    text.Append(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64));
                    break;
                case 1:
                    text.Append(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)).ToString("R", CultureInfo.InvariantCulture));
                    break;
                case 2:
                    text.Append(((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(12))).ToString("F" + random.Next(8), CultureInfo.InvariantCulture));
                    break;
                case 3:
                    text.Append((decimal)random.NextInt64() / (1 << random.Next(20)));
                    break;
                case 4:
                    AppendFrom(text, random, "0123456789", 22);
                    text.Insert(random.Next(text.Length + 1), '.');
                    break;
                default:
                    AppendFrom(text, random, "00112233445566778899.-+eE: ", 12);
                    break;
            }

            Compare(text.ToString());
        }
    }

    [Fact]
    public void A_nul_byte_is_no_part_of_a_number()
    {
        foreach (string text in (string[])["1\0", "1.5\0", "12345678901234567890.5\0", "1e5\0\0"])
        {
            using var bytes = new PaddedText(text);
            Assert.False(NumberParser.TryInt64(bytes.Pointer, bytes.Length, out _));
            Assert.False(NumberParser.TryUInt64(bytes.Pointer, bytes.Length, out _));
            Assert.False(NumberParser.TryDouble(bytes.Pointer, bytes.Length, out _));
            Assert.False(NumberParser.TrySingle(bytes.Pointer, bytes.Length, out _));
            Assert.False(NumberParser.TryDecimal(bytes.Pointer, bytes.Length, out _));
        }
    }

    [Fact]
    public void Halfway_doubles_round_to_even()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            long low = (1L << 53) + (random.NextInt64(1L << 52) * 2);
            Compare((low + 1).ToString(CultureInfo.InvariantCulture));
            Compare((low + 1).ToString(CultureInfo.InvariantCulture) + ".0000001");
            Compare((random.Next(1 << 24, 1 << 25) + 0.5).ToString("F1", CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("true", true, true)]
    [InlineData("True", true, true)]
    [InlineData("FALSE", true, false)]
    [InlineData("false", true, false)]
    [InlineData("", false, false)]
    [InlineData("truE ", false, false)]
    [InlineData("falsy", false, false)]
    [InlineData("t", false, false)]
    public void Booleans(string text, bool valid, bool expected)
    {
        using var bytes = new PaddedText(text);
        bool ok = NumberParser.TryBoolean(bytes.Pointer, bytes.Length, out bool value);
        Assert.Equal(valid, ok);
        if (valid)
        {
            Assert.Equal(expected, value);
        }
    }

    [Fact]
    public void Json_numbers_are_those_that_System_Text_Json_takes()
    {
        var random = new Random(99);
        var text = new StringBuilder();
        for (int i = 0; i < 50_000; i++)
        {
            text.Clear();
            AppendFrom(text, random, "00123.-+eE", 8);
            using var bytes = new PaddedText(text.ToString());
            Assert.Equal(IsJson(text.ToString()), NumberParser.IsJsonNumber(bytes.Pointer, bytes.Length));
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void AppendFrom(StringBuilder text, Random random, string alphabet, int most)
    {
        for (int n = random.Next(1, most + 1); n > 0; n--)
        {
            text.Append(alphabet[random.Next(alphabet.Length)]);
        }
    }

    private static void Compare(string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        using var bytes = new PaddedText(text);
        byte* p = bytes.Pointer;
        int n = bytes.Length;

        Check(text, long.TryParse(text, Whole, culture, out long int64), int64, NumberParser.TryInt64(p, n, out long int64Actual), int64Actual);
        Check(text, int.TryParse(text, Whole, culture, out int int32), int32, NumberParser.TryInt32(p, n, out int int32Actual), int32Actual);
        Check(text, short.TryParse(text, Whole, culture, out short int16), int16, NumberParser.TryInt16(p, n, out short int16Actual), int16Actual);
        Check(text, sbyte.TryParse(text, Whole, culture, out sbyte int8), int8, NumberParser.TrySByte(p, n, out sbyte int8Actual), int8Actual);
        Check(text, byte.TryParse(text, Whole, culture, out byte uint8), uint8, NumberParser.TryByte(p, n, out byte uint8Actual), uint8Actual);
        Check(text, ushort.TryParse(text, Whole, culture, out ushort uint16), uint16, NumberParser.TryUInt16(p, n, out ushort uint16Actual), uint16Actual);
        Check(text, uint.TryParse(text, Whole, culture, out uint uint32), uint32, NumberParser.TryUInt32(p, n, out uint uint32Actual), uint32Actual);
        Check(text, ulong.TryParse(text, Whole, culture, out ulong uint64), uint64, NumberParser.TryUInt64(p, n, out ulong uint64Actual), uint64Actual);
        Check(text, double.TryParse(text, Real, culture, out double real), BitConverter.DoubleToInt64Bits(real), NumberParser.TryDouble(p, n, out double realActual), BitConverter.DoubleToInt64Bits(realActual));
        Check(text, float.TryParse(text, Real, culture, out float single), BitConverter.SingleToInt32Bits(single), NumberParser.TrySingle(p, n, out float singleActual), BitConverter.SingleToInt32Bits(singleActual));
        Check(text, decimal.TryParse(text, Real, culture, out decimal exact), exact.ToString(culture), NumberParser.TryDecimal(p, n, out decimal exactActual), exactActual.ToString(culture));
    }

    private static void Check<T>(string text, bool valid, T expected, bool ok, T actual)
    {
        if (valid != ok || (valid && !EqualityComparer<T>.Default.Equals(expected, actual)))
        {
            Assert.Fail($"'{text}' as {typeof(T).Name}: expected {(valid ? expected : "refusal")}, got {(ok ? actual : "refusal")}");
        }
    }
}
